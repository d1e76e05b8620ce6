"""What a Qt desktop window needs beyond pywebview: downloads, notifications, links, a menu for copying.

Imported only if the extra is installed. Everything here runs in the main thread, which is Qt's.
"""

import signal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEnginePage, QWebEnginePermission
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QSystemTrayIcon

TRAY = 'tray'
FILES = '/files/'
GRANTED = {QWebEnginePermission.PermissionType.Notifications, QWebEnginePermission.PermissionType.ClipboardReadWrite}
COPYING = (
    QWebEnginePage.WebAction.Undo,
    QWebEnginePage.WebAction.Cut,
    QWebEnginePage.WebAction.Copy,
    QWebEnginePage.WebAction.Paste,
    QWebEnginePage.WebAction.SelectAll,
    QWebEnginePage.WebAction.CopyLinkToClipboard,
    QWebEnginePage.WebAction.CopyImageToClipboard,
)


class OtherPage(QWebEnginePage):  # type: ignore[misc] # Qt is optional and not checked
    """Receives links that open a new window: other sites go to the system's browser, files to the downloads."""

    def __init__(self, window: 'Window') -> None:
        super().__init__(window.page.profile(), window.page)
        self._window = window

    def acceptNavigationRequest(self, url: QUrl, _type: object, _is_main_frame: bool) -> bool:  # noqa: N802 - Qt's name
        """Pass `url` to the window when Qt asks to open it; this page itself never goes there."""
        self._window.follow(url)
        return False


class Window:
    """Extends the pywebview window `view` (a QMainWindow around one web view) that shows the messenger at `address`."""

    def __init__(self, view: Any, address: str, icon: Path) -> None:
        self._view, self._address = view, QUrl(address)
        self._icon, self._icon_path = QIcon(str(icon)), str(icon)
        self._notifications: dict[str, Any] = {}
        self._numbers: dict[str, str] = {}
        self._tray: QSystemTrayIcon | None = None
        self.page = view.webview.page()
        self._take_over_downloads()
        self._grant()
        self._follow_the_title()
        self._offer_copying()
        self._stop_on_signals()
        self.page.nav_handler = OtherPage(self)

    def follow(self, url: QUrl) -> None:
        """Download a file of this messenger, show its other pages in this window, open the rest in the browser."""
        if not self._is_ours(url):
            if url.scheme() in {'http', 'https', 'mailto', 'tel'}:
                QDesktopServices.openUrl(url)
        elif url.path().startswith(FILES):
            self.page.download(url)
        else:
            self.page.load(url)

    def _is_ours(self, url: QUrl) -> bool:
        ours = self._address
        return bool((url.scheme(), url.host(), url.port()) == (ours.scheme(), ours.host(), ours.port()))

    def _take_over_downloads(self) -> None:
        requested = self.page.profile().downloadRequested
        requested.disconnect(self._view.on_download_requested)
        requested.connect(self._ask_where)

    def _ask_where(self, download: QWebEngineDownloadRequest) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        name, _filter = QFileDialog.getSaveFileName(self._view, '', str(Path(folder) / download.suggestedFileName()))
        if name:
            chosen = Path(name)
            download.setDownloadDirectory(str(chosen.parent))
            download.setDownloadFileName(chosen.name)
            download.accept()

    def _grant(self) -> None:
        """Let this messenger, but no other site, notify and copy: opening its window means agreeing to that."""
        self.page.featurePermissionRequested.disconnect(self.page.onFeaturePermissionRequested)
        self.page.permissionRequested.connect(self._answer)
        profile = self.page.profile()
        profile.setNotificationPresenter(self._notify)
        for kind in GRANTED:
            profile.queryPermission(self._address, kind).grant()

    def _answer(self, permission: QWebEnginePermission) -> None:
        if permission.permissionType() in GRANTED and self._is_ours(permission.origin()):
            permission.grant()
        else:
            permission.deny()

    def _notify(self, notification: Any) -> None:
        """Show it in the desktop's own way if possible, else from the tray, else only in the task bar."""
        notification.show()
        program = QStandardPaths.findExecutable('notify-send')
        if program:
            self._send(program, notification)
        else:
            self._show_from_tray(notification)

    def _send(self, program: str, notification: Any) -> None:
        tag = notification.tag() or str(id(notification))
        process = QProcess(self._view)
        self._notifications[tag] = notification
        process.readyReadStandardOutput.connect(lambda: self._hear(tag, bytes(process.readAllStandardOutput().data())))
        process.finished.connect(lambda code, _how: self._end(tag, notification, failed=code != 0))
        process.finished.connect(process.deleteLater)
        arguments = ['--app-name', self._view.windowTitle(), '--icon', self._icon_path, '--print-id', '--wait']
        arguments += ['--action', 'default=Open']  # desktops show no button for "default": it is the click
        if tag in self._numbers:
            arguments += ['--replace-id', self._numbers[tag]]
        process.start(program, [*arguments, '--', notification.title(), notification.message()])

    def _hear(self, tag: str, output: bytes) -> None:
        """Read notify-send's output: first the notification's number, then the action; only one is offered."""
        for word in output.decode(errors='replace').split():
            if word.isdigit():
                self._numbers[tag] = word
            elif tag in self._notifications:
                self._notifications[tag].click()
                self._raise()

    def _end(self, tag: str, notification: Any, *, failed: bool) -> None:
        if self._notifications.get(tag) is notification:
            del self._notifications[tag]
            self._numbers.pop(tag, None)
        if failed:  # notify-send before 0.7.10 has no actions
            self._show_from_tray(notification)
        else:
            notification.close()

    def _show_from_tray(self, notification: Any) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            QApplication.alert(self._view)
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self._view)
            self._tray.activated.connect(self._raise)
            self._tray.messageClicked.connect(lambda: self._hear(TRAY, b'default'))
            self._tray.show()
        self._notifications[TRAY] = notification
        self._tray.showMessage(notification.title(), notification.message(), self._icon)

    def _raise(self, _reason: object = None) -> None:
        if self._view.isMinimized():
            self._view.showNormal()
        self._view.show()
        self._view.raise_()
        self._view.activateWindow()

    def _follow_the_title(self) -> None:
        self.page.titleChanged.connect(self._view.setWindowTitle)

    def _offer_copying(self) -> None:
        web = self._view.webview
        web.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        web.customContextMenuRequested.connect(self._show_menu)

    def _show_menu(self, position: Any) -> None:
        web = self._view.webview
        offered = set(web.createStandardContextMenu().actions())
        menu = QMenu(web)
        menu.addActions([action for command in COPYING if (action := self.page.action(command)) in offered])
        if not menu.isEmpty():
            menu.exec(web.mapToGlobal(position))

    def _stop_on_signals(self) -> None:
        """Close the window as a click would; pywebview's timer lets Python see the signal within half a second."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._view.close())
