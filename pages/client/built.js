// @ts-nocheck
// The render functions of the elements by name, made from their templates by `make docs`: do not edit. To compile the
// templates in each window took a third of the time until a room was shown.
export const RENDER = {
  Chat: (() => {
const { toDisplayString: _toDisplayString, createElementVNode: _createElementVNode, openBlock: _openBlock, createElementBlock: _createElementBlock, createCommentVNode: _createCommentVNode, resolveComponent: _resolveComponent, createBlock: _createBlock, createTextVNode: _createTextVNode, renderList: _renderList, Fragment: _Fragment, renderSlot: _renderSlot, createVNode: _createVNode, normalizeClass: _normalizeClass } = Vue

const _hoisted_1 = { class: "head" }
const _hoisted_2 = { class: "titles" }
const _hoisted_3 = { key: 0 }
const _hoisted_4 = { key: 0 }
const _hoisted_5 = { key: 1 }
const _hoisted_6 = { class: "tools" }
const _hoisted_7 = ["aria-label", "title"]
const _hoisted_8 = ["src"]
const _hoisted_9 = {
  key: 1,
  class: "avatars awaited"
}
const _hoisted_10 = { class: "avatar" }
const _hoisted_11 = ["aria-label", "aria-busy"]
const _hoisted_12 = { class: "jump-place" }

return function render(_ctx, _cache) {
  const _component_local_time = _resolveComponent("local-time")
  const _component_message_list = _resolveComponent("message-list")
  const _component_message_composer = _resolveComponent("message-composer")

  return (_openBlock(), _createElementBlock("section", {
    class: _normalizeClass(["chat", { quiet: !_ctx.ready }])
  }, [
    _createElementVNode("header", _hoisted_1, [
      _createElementVNode("div", _hoisted_2, [
        _createElementVNode("h1", null, _toDisplayString(_ctx.title), 1),
        (_ctx.subtitle)
          ? (_openBlock(), _createElementBlock("p", _hoisted_3, [
              (_ctx.room.topic)
                ? (_openBlock(), _createElementBlock("span", _hoisted_4, _toDisplayString(_ctx.room.topic), 1))
                : _createCommentVNode("", true),
              _createElementVNode("span", null, _toDisplayString(_ctx.subtitle), 1)
            ]))
          : (_ctx.lastSeen)
            ? (_openBlock(), _createElementBlock("p", _hoisted_5, [
                _createTextVNode(_toDisplayString(_ctx.text('last_seen')) + " ", 1),
                (_openBlock(), _createBlock(_component_local_time, {
                  key: _ctx.lastSeen,
                  datetime: _ctx.lastSeen
                }, null, 8, ["datetime"]))
              ]))
            : _createCommentVNode("", true)
      ]),
      _createElementVNode("div", _hoisted_6, [
        (_ctx.talkers.length)
          ? (_openBlock(), _createElementBlock("button", {
              key: 0,
              type: "button",
              class: "avatars",
              "aria-label": _ctx.text('details'),
              title: _ctx.nicks(_ctx.talkers),
              onClick: _cache[0] || (_cache[0] = $event => (_ctx.$emit('details', _ctx.id)))
            }, [
              (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.talkers, (id) => {
                return (_openBlock(), _createElementBlock("img", {
                  key: id,
                  class: "avatar",
                  src: _ctx.people[id].avatar,
                  alt: ""
                }, null, 8, _hoisted_8))
              }), 128))
            ], 8, _hoisted_7))
          : (!_ctx.ready)
            ? (_openBlock(), _createElementBlock("span", _hoisted_9, [
                (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.talkersMax, (n) => {
                  return (_openBlock(), _createElementBlock("i", _hoisted_10))
                }), 256))
              ]))
            : _createCommentVNode("", true),
        _renderSlot(_ctx.$slots, "default")
      ])
    ]),
    _createElementVNode("div", {
      class: "log",
      role: "log",
      "aria-label": _ctx.text('messages'),
      "aria-busy": !_ctx.ready,
      tabindex: "0",
      ref: "log",
      onScrollPassive: _cache[1] || (_cache[1] = (...args) => (_ctx.onScroll && _ctx.onScroll(...args))),
      onKeydown: _cache[2] || (_cache[2] = (...args) => (_ctx.onLogKey && _ctx.onLogKey(...args))),
      onFocusin: _cache[3] || (_cache[3] = (...args) => (_ctx.onFocus && _ctx.onFocus(...args))),
      onFocusout: _cache[4] || (_cache[4] = $event => (_ctx.view.focused = null)),
      onClick: _cache[5] || (_cache[5] = (...args) => (_ctx.onClick && _ctx.onClick(...args))),
      onTouchstartPassive: _cache[6] || (_cache[6] = $event => (_ctx.press.start($event))),
      onTouchend: _cache[7] || (_cache[7] = $event => (_ctx.press.end($event))),
      onTouchmovePassive: _cache[8] || (_cache[8] = $event => (_ctx.press.move($event))),
      onContextmenu: _cache[9] || (_cache[9] = $event => (_ctx.press.menu($event)))
    }, [
      _createVNode(_component_message_list, { chat: _ctx.chat }, null, 8, ["chat"])
    ], 40, _hoisted_11),
    (_ctx.view.held)
      ? (_openBlock(), _createElementBlock("div", {
          key: 0,
          class: "scrim open",
          "aria-hidden": "true",
          onClick: _cache[10] || (_cache[10] = $event => (_ctx.view.held = null))
        }))
      : _createCommentVNode("", true),
    _createElementVNode("div", _hoisted_12, [
      (_ctx.ready && (_ctx.news || _ctx.hasNewer || _ctx.view.far))
        ? (_openBlock(), _createElementBlock("button", {
            key: 0,
            class: "jump",
            onClick: _cache[11] || (_cache[11] = (...args) => (_ctx.toNewest && _ctx.toNewest(...args)))
          }, _toDisplayString(_ctx.news ? _ctx.ntext('new_messages', _ctx.news, { count: _ctx.newsShown }) : _ctx.text('newest')), 1))
        : _createCommentVNode("", true)
    ]),
    _createVNode(_component_message_composer, {
      ref: "composer",
      chat: _ctx.chat
    }, null, 8, ["chat"])
  ], 2))
}
})(),
  MessageComposer: (() => {
const { toDisplayString: _toDisplayString, createElementVNode: _createElementVNode, openBlock: _openBlock, createElementBlock: _createElementBlock, createCommentVNode: _createCommentVNode, Fragment: _Fragment, renderList: _renderList, createTextVNode: _createTextVNode, resolveComponent: _resolveComponent, createVNode: _createVNode, normalizeClass: _normalizeClass } = Vue

const _hoisted_1 = {
  key: 0,
  class: "composer"
}
const _hoisted_2 = {
  key: 0,
  class: "lane join",
  role: "status"
}
const _hoisted_3 = {
  key: 1,
  class: "lane join"
}
const _hoisted_4 = ["aria-live"]
const _hoisted_5 = {
  key: 0,
  class: "lane connection-note",
  "aria-hidden": "true"
}
const _hoisted_6 = {
  key: 1,
  class: "lane note",
  role: "status"
}
const _hoisted_7 = ["aria-label", "title"]
const _hoisted_8 = ["onClick"]
const _hoisted_9 = {
  key: 2,
  class: "lane note",
  role: "status"
}
const _hoisted_10 = ["aria-label", "title"]
const _hoisted_11 = {
  key: 3,
  class: "lane note"
}
const _hoisted_12 = { key: 0 }
const _hoisted_13 = { key: 1 }
const _hoisted_14 = ["aria-label", "title"]
const _hoisted_15 = ["value", "aria-label", "placeholder"]
const _hoisted_16 = { class: "box-tools" }
const _hoisted_17 = ["aria-label", "title"]
const _hoisted_18 = ["aria-label", "title"]
const _hoisted_19 = ["aria-label", "title"]
const _hoisted_20 = ["aria-label", "title", "aria-expanded"]
const _hoisted_21 = ["aria-label"]
const _hoisted_22 = ["tabindex", "data-format", "aria-label", "title"]
const _hoisted_23 = {
  class: "icon",
  viewBox: "0 0 24 24",
  "aria-hidden": "true"
}
const _hoisted_24 = ["d"]
const _hoisted_25 = ["role"]
const _hoisted_26 = ["disabled"]
const _hoisted_27 = {
  class: "icon",
  viewBox: "0 0 24 24",
  "aria-hidden": "true"
}
const _hoisted_28 = ["d"]

return function render(_ctx, _cache) {
  const _component_file_tray = _resolveComponent("file-tray")

  return (_ctx.chat.room && (_ctx.chat.room.has_blocked || !_ctx.chat.mayWrite))
    ? (_openBlock(), _createElementBlock("footer", _hoisted_1, [
        (_ctx.chat.room.has_blocked)
          ? (_openBlock(), _createElementBlock("div", _hoisted_2, [
              _createElementVNode("span", null, _toDisplayString(_ctx.text('has_blocked', { nick: _ctx.chat.companion?.nick })), 1),
              _createElementVNode("button", {
                class: "button",
                onClick: _cache[0] || (_cache[0] = $event => (_ctx.chat.companion && _ctx.chat.$emit('unblock', _ctx.chat.companion.id)))
              }, _toDisplayString(_ctx.text('unblock')), 1)
            ]))
          : (_openBlock(), _createElementBlock("div", _hoisted_3, [
              _createElementVNode("span", null, _toDisplayString(_ctx.text('looking')), 1),
              _createElementVNode("button", {
                class: "button",
                onClick: _cache[1] || (_cache[1] = $event => (_ctx.chat.$emit('join', _ctx.chat.room.id)))
              }, _toDisplayString(_ctx.text('join', { room: _ctx.chat.title })), 1)
            ]))
      ]))
    : (_ctx.chat.mayWrite)
      ? (_openBlock(), _createElementBlock("footer", {
          key: 'write:' + _ctx.chat.id,
          class: "composer"
        }, [
          _createElementVNode("div", {
            class: "lane typing",
            role: "status",
            "aria-live": _ctx.chat.announcesTyping ? 'polite' : 'off'
          }, _toDisplayString(_ctx.chat.typingNote), 9, _hoisted_4),
          (_ctx.chat.connectionNote)
            ? (_openBlock(), _createElementBlock("div", _hoisted_5, _toDisplayString(_ctx.chat.connectionNote), 1))
            : _createCommentVNode("", true),
          (_ctx.view.outsiders.length)
            ? (_openBlock(), _createElementBlock("div", _hoisted_6, [
                _createElementVNode("span", null, _toDisplayString(_ctx.text('outsiders', { people: _ctx.view.outsiders.map((person) => person.nick).join(", ") })), 1),
                (_ctx.view.mayAdd)
                  ? (_openBlock(), _createElementBlock(_Fragment, { key: 0 }, [
                      _createElementVNode("button", {
                        class: "button plain small",
                        onClick: _cache[2] || (_cache[2] = (...args) => (_ctx.chat.addOutsiders && _ctx.chat.addOutsiders(...args)))
                      }, _toDisplayString(_ctx.text('add_them')), 1),
                      _createElementVNode("button", {
                        class: "button plain small",
                        onClick: _cache[3] || (_cache[3] = $event => (_ctx.view.outsiders = []))
                      }, _toDisplayString(_ctx.text('leave_it')), 1)
                    ], 64))
                  : (_openBlock(), _createElementBlock("button", {
                      key: 1,
                      class: "icon-button",
                      "aria-label": _ctx.text('close'),
                      title: _ctx.text('close'),
                      onClick: _cache[4] || (_cache[4] = $event => (_ctx.view.outsiders = []))
                    }, [...(_cache[17] || (_cache[17] = [
                      _createElementVNode("svg", {
                        class: "icon",
                        viewBox: "0 0 24 24",
                        "aria-hidden": "true"
                      }, [
                        _createElementVNode("path", { d: "M6 6l12 12M18 6 6 18" })
                      ], -1)
                    ]))], 8, _hoisted_7))
              ]))
            : _createCommentVNode("", true),
          (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.view.unmatched, ({ name, suggestion }) => {
            return (_openBlock(), _createElementBlock("div", {
              key: name,
              class: "lane note",
              role: "status"
            }, [
              _createElementVNode("span", null, _toDisplayString(_ctx.text('unmatched', { name })), 1),
              suggestion
                ? (_openBlock(), _createElementBlock("button", {
                    key: 0,
                    class: "button plain small",
                    onClick: $event => (_ctx.chat.correctMention(name, suggestion.nick))
                  }, _toDisplayString(_ctx.text('did_you_mean', { nick: suggestion.nick })), 9, _hoisted_8))
                : _createCommentVNode("", true)
            ]))
          }), 128)),
          (_ctx.view.uncalled)
            ? (_openBlock(), _createElementBlock("div", _hoisted_9, [
                _createElementVNode("span", null, _toDisplayString(_ctx.text('uncalled')), 1),
                _createElementVNode("button", {
                  class: "icon-button",
                  "aria-label": _ctx.text('close'),
                  title: _ctx.text('close'),
                  onClick: _cache[5] || (_cache[5] = $event => (_ctx.view.uncalled = false))
                }, [...(_cache[18] || (_cache[18] = [
                  _createElementVNode("svg", {
                    class: "icon",
                    viewBox: "0 0 24 24",
                    "aria-hidden": "true"
                  }, [
                    _createElementVNode("path", { d: "M6 6l12 12M18 6 6 18" })
                  ], -1)
                ]))], 8, _hoisted_10)
              ]))
            : _createCommentVNode("", true),
          (_ctx.editing || _ctx.answering)
            ? (_openBlock(), _createElementBlock("div", _hoisted_11, [
                (_ctx.editing)
                  ? (_openBlock(), _createElementBlock("span", _hoisted_12, _toDisplayString(_ctx.text('editing')), 1))
                  : (_openBlock(), _createElementBlock("span", _hoisted_13, [
                      _createTextVNode(_toDisplayString(_ctx.text('replying', { nick: _ctx.chat.people[_ctx.answering.author]?.nick })) + " ", 1),
                      _createElementVNode("q", null, _toDisplayString(_ctx.answering.text), 1)
                    ])),
                _createElementVNode("button", {
                  class: "icon-button",
                  "aria-label": _ctx.text('cancel'),
                  title: _ctx.text('cancel'),
                  onClick: _cache[6] || (_cache[6] = (...args) => (_ctx.chat.cancel && _ctx.chat.cancel(...args)))
                }, [...(_cache[19] || (_cache[19] = [
                  _createElementVNode("svg", {
                    class: "icon",
                    viewBox: "0 0 24 24",
                    "aria-hidden": "true"
                  }, [
                    _createElementVNode("path", { d: "M6 6l12 12M18 6 6 18" })
                  ], -1)
                ]))], 8, _hoisted_14)
              ]))
            : _createCommentVNode("", true),
          _createVNode(_component_file_tray, {
            ref: "tray",
            room: _ctx.chat.id,
            title: _ctx.chat.title,
            limit: _ctx.chat.filesMax,
            typed: { limit: _ctx.chat.limit, left: _ctx.chat.charsLeft, isEditing: Boolean(_ctx.editing) },
            onChange: _cache[7] || (_cache[7] = $event => (_ctx.chat.attached = $event))
          }, null, 8, ["room", "title", "limit", "typed"]),
          _createElementVNode("div", {
            class: _normalizeClass(["lane box", { idle: !_ctx.isUsed && !_ctx.chat.draft }]),
            onFocusout: _cache[16] || (_cache[16] = (...args) => (_ctx.onLeave && _ctx.onLeave(...args)))
          }, [
            _createElementVNode("textarea", {
              ref: "input",
              value: _ctx.chat.draft,
              rows: "1",
              "data-formatted": "",
              "aria-label": _ctx.text('message'),
              placeholder: _ctx.chat.placeholder,
              "aria-describedby": "composer-note",
              onInput: _cache[8] || (_cache[8] = (...args) => (_ctx.chat.onInput && _ctx.chat.onInput(...args))),
              onKeydown: _cache[9] || (_cache[9] = (...args) => (_ctx.chat.onKey && _ctx.chat.onKey(...args))),
              onFocus: _cache[10] || (_cache[10] = $event => (_ctx.isUsed = true))
            }, null, 40, _hoisted_15),
            _createElementVNode("div", _hoisted_16, [
              _createElementVNode("button", {
                type: "button",
                class: "icon-button attach",
                "aria-label": _ctx.text('attach'),
                title: _ctx.text('attach'),
                onClick: _cache[11] || (_cache[11] = $event => (_ctx.$refs.tray.choose()))
              }, [...(_cache[20] || (_cache[20] = [
                _createElementVNode("svg", {
                  class: "icon",
                  viewBox: "0 0 24 24",
                  "aria-hidden": "true"
                }, [
                  _createElementVNode("path", { d: "M12 5v14M5 12h14" })
                ], -1)
              ]))], 8, _hoisted_17),
              _createElementVNode("button", {
                type: "button",
                class: "icon-button camera",
                "aria-label": _ctx.text('camera'),
                title: _ctx.text('camera'),
                onClick: _cache[12] || (_cache[12] = $event => (_ctx.$refs.tray.choose(true)))
              }, [...(_cache[21] || (_cache[21] = [
                _createElementVNode("svg", {
                  class: "icon",
                  viewBox: "0 0 24 24",
                  "aria-hidden": "true"
                }, [
                  _createElementVNode("path", { d: "M4 8h4l2-3h4l2 3h4v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7" })
                ], -1)
              ]))], 8, _hoisted_18),
              _createElementVNode("button", {
                type: "button",
                class: "icon-button emoji",
                "aria-label": _ctx.text('emoji'),
                title: _ctx.text('emoji'),
                onClick: _cache[13] || (_cache[13] = (...args) => (_ctx.chat.insertEmoji && _ctx.chat.insertEmoji(...args)))
              }, [...(_cache[22] || (_cache[22] = [
                _createElementVNode("svg", {
                  class: "icon",
                  viewBox: "0 0 24 24",
                  "aria-hidden": "true"
                }, [
                  _createElementVNode("path", { d: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5" })
                ], -1)
              ]))], 8, _hoisted_19),
              _createElementVNode("button", {
                type: "button",
                class: "icon-button format-bar",
                "aria-label": _ctx.text('formatting'),
                title: _ctx.text('formatting'),
                "aria-expanded": String(_ctx.chat.showsFormats),
                onClick: _cache[14] || (_cache[14] = $event => (_ctx.chat.formatting.open = _ctx.chat.showsFormats = !_ctx.chat.showsFormats))
              }, [...(_cache[23] || (_cache[23] = [
                _createElementVNode("svg", {
                  class: "icon",
                  viewBox: "0 0 24 24",
                  "aria-hidden": "true"
                }, [
                  _createElementVNode("path", { d: "M4 18 8.5 6h1L14 18M5.5 14h7M17 10v8M17 13a2.5 2.5 0 1 1 0 4" })
                ], -1)
              ]))], 8, _hoisted_20),
              (_ctx.chat.showsFormats)
                ? (_openBlock(), _createElementBlock("div", {
                    key: 0,
                    class: "formats",
                    role: "toolbar",
                    "aria-label": _ctx.text('formatting')
                  }, [
                    (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.chat.formatting.kinds, (kind, index) => {
                      return (_openBlock(), _createElementBlock("button", {
                        key: kind,
                        type: "button",
                        class: "icon-button",
                        tabindex: index ? -1 : 0,
                        "data-format": kind,
                        "aria-label": _ctx.text('format_' + kind),
                        title: _ctx.chat.formatting.title(kind, _ctx.text('format_' + kind))
                      }, [
                        (_openBlock(), _createElementBlock("svg", _hoisted_23, [
                          _createElementVNode("path", {
                            d: _ctx.chat.icons[kind]
                          }, null, 8, _hoisted_24)
                        ]))
                      ], 8, _hoisted_22))
                    }), 128))
                  ], 8, _hoisted_21))
                : _createCommentVNode("", true),
              _createElementVNode("span", {
                id: "composer-note",
                class: _normalizeClass(["count", { over: _ctx.chat.charsLeft < 0 }]),
                role: _ctx.chat.charsLeft < 0 ? 'alert' : null
              }, _toDisplayString(_ctx.chat.countText), 11, _hoisted_25),
              _createElementVNode("button", {
                class: "button send",
                disabled: !_ctx.chat.sendable,
                onClick: _cache[15] || (_cache[15] = (...args) => (_ctx.chat.send && _ctx.chat.send(...args)))
              }, [
                (_openBlock(), _createElementBlock("svg", _hoisted_27, [
                  _createElementVNode("path", {
                    d: _ctx.chat.icons[_ctx.editing ? 'check' : 'up']
                  }, null, 8, _hoisted_28)
                ])),
                _createElementVNode("span", null, _toDisplayString(_ctx.editing ? _ctx.text('save') : _ctx.text('send')), 1)
              ], 8, _hoisted_26)
            ])
          ], 34)
        ]))
      : _createCommentVNode("", true)
}
})(),
  FileTray: (() => {
const { createElementVNode: _createElementVNode, toDisplayString: _toDisplayString, openBlock: _openBlock, createElementBlock: _createElementBlock, createCommentVNode: _createCommentVNode, renderList: _renderList, Fragment: _Fragment, createTextVNode: _createTextVNode, normalizeClass: _normalizeClass } = Vue

const _hoisted_1 = { class: "tray-place" }
const _hoisted_2 = {
  key: 0,
  class: "lane note",
  role: "alert"
}
const _hoisted_3 = ["aria-label", "title"]
const _hoisted_4 = {
  key: 1,
  class: "lane parts",
  role: "status"
}
const _hoisted_5 = {
  class: "visually-hidden",
  role: "status"
}
const _hoisted_6 = ["aria-label"]
const _hoisted_7 = ["data-state"]
const _hoisted_8 = ["src"]
const _hoisted_9 = ["data-ending"]
const _hoisted_10 = { class: "what" }
const _hoisted_11 = ["title"]
const _hoisted_12 = {
  key: 0,
  class: "bad",
  role: "alert"
}
const _hoisted_13 = { key: 1 }
const _hoisted_14 = {
  key: 2,
  role: "status"
}
const _hoisted_15 = ["aria-label", "onClick"]
const _hoisted_16 = ["onClick"]
const _hoisted_17 = ["aria-label", "title", "onClick"]
const _hoisted_18 = ["value", "aria-label"]
const _hoisted_19 = {
  key: 3,
  class: "drop-zone",
  "aria-hidden": "true"
}

return function render(_ctx, _cache) {
  return (_openBlock(), _createElementBlock("div", _hoisted_1, [
    _createElementVNode("input", {
      ref: "input",
      type: "file",
      multiple: "",
      hidden: "",
      tabindex: "-1",
      onChange: _cache[0] || (_cache[0] = (...args) => (_ctx.onChoose && _ctx.onChoose(...args)))
    }, null, 544),
    (_ctx.hasFolder)
      ? (_openBlock(), _createElementBlock("div", _hoisted_2, [
          _createElementVNode("span", null, _toDisplayString(_ctx.text('folder')), 1),
          _createElementVNode("button", {
            class: "icon-button",
            "aria-label": _ctx.text('dismiss'),
            title: _ctx.text('dismiss'),
            onClick: _cache[1] || (_cache[1] = $event => (_ctx.hasFolder = false))
          }, [...(_cache[2] || (_cache[2] = [
            _createElementVNode("svg", {
              class: "icon",
              viewBox: "0 0 24 24",
              "aria-hidden": "true"
            }, [
              _createElementVNode("path", { d: "M6 6l12 12M18 6 6 18" })
            ], -1)
          ]))], 8, _hoisted_3)
        ]))
      : _createCommentVNode("", true),
    (_ctx.taken.length > _ctx.limit)
      ? (_openBlock(), _createElementBlock("p", _hoisted_4, _toDisplayString(_ctx.partsText), 1))
      : _createCommentVNode("", true),
    _createElementVNode("p", _hoisted_5, _toDisplayString(_ctx.isPasted && _ctx.files.length ? _ctx.text('pasted') : ""), 1),
    (_ctx.files.length)
      ? (_openBlock(), _createElementBlock("ul", {
          key: 2,
          class: "tray lane",
          "aria-label": _ctx.text('tray')
        }, [
          (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.files, (file) => {
            return (_openBlock(), _createElementBlock("li", {
              key: file.key,
              "data-state": file.state,
              class: _normalizeClass({ noted: _ctx.lackOf(file), pasted: file.pasted })
            }, [
              (file.kind === 'picture' && file.url)
                ? (_openBlock(), _createElementBlock("img", {
                    key: 0,
                    class: "mark",
                    src: file.url,
                    alt: ""
                  }, null, 8, _hoisted_8))
                : (_openBlock(), _createElementBlock("i", {
                    key: 1,
                    class: "mark",
                    "data-ending": _ctx.endingOf(file.name).length,
                    "aria-hidden": "true"
                  }, _toDisplayString(_ctx.endingOf(file.name)), 9, _hoisted_9)),
              _createElementVNode("div", _hoisted_10, [
                _createElementVNode("b", {
                  title: file.name
                }, _toDisplayString(file.name), 9, _hoisted_11),
                (file.state === 'failed')
                  ? (_openBlock(), _createElementBlock("small", _hoisted_12, _toDisplayString(file.reason), 1))
                  : (_openBlock(), _createElementBlock("small", _hoisted_13, [
                      _createTextVNode(_toDisplayString(_ctx.sizeOf(file.size)), 1),
                      (file.pasted)
                        ? (_openBlock(), _createElementBlock(_Fragment, { key: 0 }, [
                            _createTextVNode(" · " + _toDisplayString(_ctx.ntext('lines', file.pasted.lines)), 1)
                          ], 64))
                        : _createCommentVNode("", true),
                      (file.state === 'waiting')
                        ? (_openBlock(), _createElementBlock(_Fragment, { key: 1 }, [
                            _createTextVNode(" · " + _toDisplayString(_ctx.stageOf(file)), 1)
                          ], 64))
                        : _createCommentVNode("", true)
                    ])),
                (_ctx.lackOf(file))
                  ? (_openBlock(), _createElementBlock("small", _hoisted_14, _toDisplayString(_ctx.lackOf(file)), 1))
                  : _createCommentVNode("", true)
              ]),
              (_ctx.mayRetry(file))
                ? (_openBlock(), _createElementBlock("button", {
                    key: 2,
                    class: "button plain small",
                    "aria-label": _ctx.text('retry_file', { name: file.name }),
                    onClick: $event => (_ctx.retry(file))
                  }, _toDisplayString(_ctx.text('try_again')), 9, _hoisted_15))
                : _createCommentVNode("", true),
              (_ctx.fitsAsText(file))
                ? (_openBlock(), _createElementBlock("button", {
                    key: 3,
                    class: "button plain small",
                    onClick: $event => (_ctx.putAsText(file))
                  }, _toDisplayString(_ctx.text('as_text')), 9, _hoisted_16))
                : _createCommentVNode("", true),
              _createElementVNode("button", {
                class: "icon-button",
                "aria-label": _ctx.labelOf(file),
                title: _ctx.labelOf(file),
                onClick: $event => (_ctx.discard(file))
              }, [...(_cache[3] || (_cache[3] = [
                _createElementVNode("svg", {
                  class: "icon",
                  viewBox: "0 0 24 24",
                  "aria-hidden": "true"
                }, [
                  _createElementVNode("path", { d: "M6 6l12 12M18 6 6 18" })
                ], -1)
              ]))], 8, _hoisted_17),
              (file.state === 'waiting')
                ? (_openBlock(), _createElementBlock("progress", {
                    key: 4,
                    value: file.progress,
                    max: "1",
                    "aria-label": _ctx.text('uploading', { name: file.name })
                  }, null, 8, _hoisted_18))
                : _createCommentVNode("", true)
            ], 10, _hoisted_7))
          }), 128))
        ], 8, _hoisted_6))
      : _createCommentVNode("", true),
    (_ctx.dragging)
      ? (_openBlock(), _createElementBlock("div", _hoisted_19, [
          _createElementVNode("b", null, _toDisplayString(_ctx.text('drop', { room: _ctx.title })), 1)
        ]))
      : _createCommentVNode("", true)
  ]))
}
})(),
  MessageList: (() => {
const { toDisplayString: _toDisplayString, createElementVNode: _createElementVNode, openBlock: _openBlock, createElementBlock: _createElementBlock, createCommentVNode: _createCommentVNode, renderList: _renderList, Fragment: _Fragment, normalizeStyle: _normalizeStyle, normalizeClass: _normalizeClass, createTextVNode: _createTextVNode, resolveComponent: _resolveComponent, createBlock: _createBlock } = Vue

const _hoisted_1 = { class: "visually-hidden" }
const _hoisted_2 = {
  key: 0,
  class: "room-awaited",
  role: "status"
}
const _hoisted_3 = {
  key: 1,
  class: "skeletons",
  "aria-hidden": "true"
}
const _hoisted_4 = {
  key: 0,
  class: "emblem"
}
const _hoisted_5 = { key: 1 }
const _hoisted_6 = {
  class: "day",
  role: "separator"
}
const _hoisted_7 = {
  key: 0,
  class: "fresh",
  role: "separator"
}
const _hoisted_8 = ["data-seq"]
const _hoisted_9 = ["datetime", "title"]

return function render(_ctx, _cache) {
  const _component_message_row = _resolveComponent("message-row")

  return (_openBlock(), _createElementBlock("div", {
    class: _normalizeClass(["lane", { alone: _ctx.chat.isAwaited || (_ctx.chat.ready && !_ctx.chat.hasOlder && _ctx.chat.beginning.isBare) }])
  }, [
    _createElementVNode("h2", _hoisted_1, _toDisplayString(_ctx.text('messages')), 1),
    (_ctx.chat.isAwaited)
      ? (_openBlock(), _createElementBlock("p", _hoisted_2, _toDisplayString(_ctx.text('room_awaited')), 1))
      : (_ctx.chat.skeleton)
        ? (_openBlock(), _createElementBlock("div", _hoisted_3, [
            (_openBlock(), _createElementBlock(_Fragment, null, _renderList(7, (n) => {
              return _createElementVNode("div", {
                key: n,
                class: "skeleton"
              }, [
                _cache[1] || (_cache[1] = _createElementVNode("i", null, null, -1)),
                _createElementVNode("span", {
                  style: _normalizeStyle({ width: 30 + (n * 37) % 55 + '%' })
                }, null, 4)
              ])
            }), 64))
          ]))
        : _createCommentVNode("", true),
    (_ctx.chat.ready && !_ctx.chat.hasOlder)
      ? (_openBlock(), _createElementBlock("div", {
          key: 2,
          class: _normalizeClass(["start", { bare: _ctx.chat.beginning.isBare }])
        }, [
          (_ctx.chat.beginning.isBare)
            ? (_openBlock(), _createElementBlock("span", _hoisted_4, [...(_cache[2] || (_cache[2] = [
                _createElementVNode("svg", {
                  class: "icon",
                  viewBox: "0 0 24 24",
                  "aria-hidden": "true"
                }, [
                  _createElementVNode("path", { d: "M5 9h14M5 15h14M10 4 8 20M16 4l-2 16" })
                ], -1)
              ]))]))
            : _createCommentVNode("", true),
          _createElementVNode("b", null, _toDisplayString(_ctx.chat.beginning.title), 1),
          (_ctx.chat.beginning.hint)
            ? (_openBlock(), _createElementBlock("p", _hoisted_5, _toDisplayString(_ctx.chat.beginning.hint), 1))
            : _createCommentVNode("", true),
          (_ctx.chat.beginning.mayAdd)
            ? (_openBlock(), _createElementBlock("button", {
                key: 2,
                class: "button",
                onClick: _cache[0] || (_cache[0] = $event => (_ctx.chat.$emit('edit', _ctx.chat.id)))
              }, _toDisplayString(_ctx.text('add_people')), 1))
            : _createCommentVNode("", true)
        ], 2))
      : _createCommentVNode("", true),
    (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.chat.days, (day) => {
      return (_openBlock(), _createElementBlock("div", {
        key: day.id
      }, [
        _createElementVNode("div", _hoisted_6, [
          _createElementVNode("span", null, _toDisplayString(day.label), 1)
        ]),
        (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(day.rows, (row) => {
          return (_openBlock(), _createElementBlock(_Fragment, {
            key: row.id
          }, [
            (row.type === 'fresh')
              ? (_openBlock(), _createElementBlock("div", _hoisted_7, _toDisplayString(_ctx.text('new')), 1))
              : (row.type === 'notice')
                ? (_openBlock(), _createElementBlock("div", {
                    key: 1,
                    class: "notice",
                    role: "note",
                    "data-seq": row.seq
                  }, [
                    _createTextVNode(_toDisplayString(row.text) + " ", 1),
                    _createElementVNode("time", {
                      datetime: row.at,
                      title: row.full
                    }, _toDisplayString(row.time), 9, _hoisted_9)
                  ], 8, _hoisted_8))
                : (_openBlock(), _createBlock(_component_message_row, {
                    key: 2,
                    chat: _ctx.chat,
                    row: row,
                    lit: row.seq === _ctx.view.lit,
                    held: row.seq === _ctx.view.held,
                    focused: row.seq === _ctx.view.focused,
                    edits: _ctx.chat.isEdited(row)
                  }, null, 8, ["chat", "row", "lit", "held", "focused", "edits"]))
          ], 64))
        }), 128))
      ]))
    }), 128))
  ], 2))
}
})(),
  MessageRow: (() => {
const { openBlock: _openBlock, createElementBlock: _createElementBlock, createCommentVNode: _createCommentVNode, toDisplayString: _toDisplayString, createElementVNode: _createElementVNode, createTextVNode: _createTextVNode, normalizeClass: _normalizeClass, resolveComponent: _resolveComponent, createBlock: _createBlock, renderList: _renderList, Fragment: _Fragment, withModifiers: _withModifiers, normalizeStyle: _normalizeStyle } = Vue

const _hoisted_1 = ["data-id", "data-seq", "data-state"]
const _hoisted_2 = ["src"]
const _hoisted_3 = ["datetime", "title"]
const _hoisted_4 = {
  key: 2,
  class: "who"
}
const _hoisted_5 = ["datetime", "title"]
const _hoisted_6 = {
  key: 0,
  class: "marks"
}
const _hoisted_7 = ["title"]
const _hoisted_8 = { key: 1 }
const _hoisted_9 = {
  key: 3,
  class: "visually-hidden"
}
const _hoisted_10 = {
  key: 5,
  class: "body trace"
}
const _hoisted_11 = ["innerHTML"]
const _hoisted_12 = ["aria-expanded"]
const _hoisted_13 = {
  key: 10,
  class: "marks"
}
const _hoisted_14 = ["title"]
const _hoisted_15 = { key: 1 }
const _hoisted_16 = ["aria-label"]
const _hoisted_17 = ["title", "aria-pressed", "aria-label", "onClick"]
const _hoisted_18 = { role: "alert" }
const _hoisted_19 = ["tabindex", "aria-label", "title"]
const _hoisted_20 = ["src"]
const _hoisted_21 = { key: 0 }
const _hoisted_22 = ["aria-label"]
const _hoisted_23 = {
  key: 0,
  class: "quick"
}
const _hoisted_24 = ["onClick"]
const _hoisted_25 = ["tabindex", "aria-label", "title", "data-name", "onClick"]
const _hoisted_26 = ["aria-label"]

return function render(_ctx, _cache) {
  const _component_file_list = _resolveComponent("file-list")

  return (_openBlock(), _createElementBlock("article", {
    class: _normalizeClass(["msg", { first: _ctx.row.first, mine: _ctx.row.mine, lit: _ctx.lit, named: _ctx.row.named, held: _ctx.held, edited: _ctx.edits }]),
    tabindex: "-1",
    "data-id": _ctx.row.number ?? _ctx.row.key,
    "data-seq": _ctx.row.seq,
    "data-state": _ctx.row.state,
    style: _normalizeStyle(_ctx.held ? { top: _ctx.chat.view.lift } : null)
  }, [
    (_ctx.row.first)
      ? (_openBlock(), _createElementBlock("img", {
          key: 0,
          class: "avatar",
          src: _ctx.row.author.avatar,
          alt: ""
        }, null, 8, _hoisted_2))
      : (_openBlock(), _createElementBlock("time", {
          key: 1,
          class: "gutter",
          datetime: _ctx.row.at,
          title: _ctx.row.full
        }, _toDisplayString(_ctx.row.time), 9, _hoisted_3)),
    (_ctx.row.first)
      ? (_openBlock(), _createElementBlock("div", _hoisted_4, [
          _createElementVNode("b", null, _toDisplayString(_ctx.row.author.nick), 1),
          _createElementVNode("time", {
            datetime: _ctx.row.at,
            title: _ctx.row.full
          }, _toDisplayString(_ctx.row.time), 9, _hoisted_5),
          (_ctx.row.edited || _ctx.row.pinned)
            ? (_openBlock(), _createElementBlock("span", _hoisted_6, [
                (_ctx.row.edited)
                  ? (_openBlock(), _createElementBlock("button", {
                      key: 0,
                      class: "link",
                      title: _ctx.chat.moment.format(new Date(_ctx.row.edited)),
                      onClick: _cache[0] || (_cache[0] = $event => (_ctx.chat.$emit('revisions', _ctx.row.number)))
                    }, _toDisplayString(_ctx.text('edited')), 9, _hoisted_7))
                  : _createCommentVNode("", true),
                (_ctx.row.pinned)
                  ? (_openBlock(), _createElementBlock("span", _hoisted_8, [
                      _cache[11] || (_cache[11] = _createElementVNode("svg", {
                        class: "icon",
                        viewBox: "0 0 24 24",
                        "aria-hidden": "true"
                      }, [
                        _createElementVNode("path", { d: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6" })
                      ], -1)),
                      _createTextVNode(_toDisplayString(_ctx.text('pinned')), 1)
                    ]))
                  : _createCommentVNode("", true)
              ]))
            : _createCommentVNode("", true)
        ]))
      : (_openBlock(), _createElementBlock("span", _hoisted_9, _toDisplayString(_ctx.row.author.nick), 1)),
    (_ctx.row.reply)
      ? (_openBlock(), _createElementBlock("button", {
          key: 4,
          class: "quote",
          onClick: _cache[1] || (_cache[1] = $event => (_ctx.chat.goTo(_ctx.row.reply.seq)))
        }, [
          _createElementVNode("b", null, _toDisplayString(_ctx.chat.people[_ctx.row.reply.author.id]?.nick ?? _ctx.row.reply.author.nick), 1),
          _cache[12] || (_cache[12] = _createTextVNode()),
          _createElementVNode("span", null, _toDisplayString(_ctx.row.reply.text || _ctx.text('deleted')), 1)
        ]))
      : _createCommentVNode("", true),
    (_ctx.row.deleted)
      ? (_openBlock(), _createElementBlock("div", _hoisted_10, [
          _createTextVNode(_toDisplayString(_ctx.text('deleted')) + " ", 1),
          (_ctx.chat.undoable[_ctx.row.number])
            ? (_openBlock(), _createElementBlock("button", {
                key: 0,
                class: "link",
                onClick: _cache[2] || (_cache[2] = $event => (_ctx.chat.act('undelete', _ctx.row)))
              }, _toDisplayString(_ctx.text('undo')), 1))
            : _createCommentVNode("", true)
        ]))
      : (_ctx.row.html)
        ? (_openBlock(), _createElementBlock("div", {
            key: 6,
            class: _normalizeClass(["body", { folded: _ctx.folded }]),
            innerHTML: _ctx.html
          }, null, 10, _hoisted_11))
        : (_ctx.row.body)
          ? (_openBlock(), _createElementBlock("div", {
              key: 7,
              class: _normalizeClass(["body plain", { folded: _ctx.folded }])
            }, _toDisplayString(_ctx.row.body), 3))
          : _createCommentVNode("", true),
    (_ctx.long && !_ctx.row.deleted)
      ? (_openBlock(), _createElementBlock("button", {
          key: 8,
          class: "link unfold",
          "aria-expanded": String(!_ctx.folded),
          onClick: _cache[3] || (_cache[3] = $event => (_ctx.isOpen = _ctx.folded))
        }, _toDisplayString(_ctx.folded ? _ctx.text('show_more') : _ctx.text('show_less')), 9, _hoisted_12))
      : _createCommentVNode("", true),
    (_ctx.row.files || _ctx.row.keys)
      ? (_openBlock(), _createBlock(_component_file_list, {
          key: 9,
          files: _ctx.row.files,
          keys: _ctx.row.keys
        }, null, 8, ["files", "keys"]))
      : _createCommentVNode("", true),
    (!_ctx.row.first && (_ctx.row.edited || _ctx.row.pinned))
      ? (_openBlock(), _createElementBlock("div", _hoisted_13, [
          (_ctx.row.edited)
            ? (_openBlock(), _createElementBlock("button", {
                key: 0,
                class: "link",
                title: _ctx.chat.moment.format(new Date(_ctx.row.edited)),
                onClick: _cache[4] || (_cache[4] = $event => (_ctx.chat.$emit('revisions', _ctx.row.number)))
              }, _toDisplayString(_ctx.text('edited')), 9, _hoisted_14))
            : _createCommentVNode("", true),
          (_ctx.row.pinned)
            ? (_openBlock(), _createElementBlock("span", _hoisted_15, [
                _cache[13] || (_cache[13] = _createElementVNode("svg", {
                  class: "icon",
                  viewBox: "0 0 24 24",
                  "aria-hidden": "true"
                }, [
                  _createElementVNode("path", { d: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6" })
                ], -1)),
                _createTextVNode(_toDisplayString(_ctx.text('pinned')), 1)
              ]))
            : _createCommentVNode("", true)
        ]))
      : _createCommentVNode("", true),
    (_ctx.row.reactions)
      ? (_openBlock(), _createElementBlock("div", {
          key: 11,
          class: "reactions",
          role: "group",
          "aria-label": _ctx.text('reactions')
        }, [
          (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.row.reactions, (reaction) => {
            return (_openBlock(), _createElementBlock("button", {
              key: reaction.emoji,
              title: _ctx.chat.namesOf(reaction),
              "aria-pressed": reaction.users.includes(_ctx.chat.me.id),
              "aria-label": reaction.emoji + ' ' + reaction.users.length + ', ' + _ctx.chat.namesOf(reaction),
              onClick: $event => (_ctx.chat.react(_ctx.row, reaction.emoji, !reaction.users.includes(_ctx.chat.me.id))),
              onContextmenu: _cache[5] || (_cache[5] = _withModifiers($event => (_ctx.chat.$emit('reactors', _ctx.row.number)), ["prevent"]))
            }, [
              _createTextVNode(_toDisplayString(reaction.emoji) + " ", 1),
              _createElementVNode("b", null, _toDisplayString(reaction.users.length), 1)
            ], 40, _hoisted_17))
          }), 128))
        ], 8, _hoisted_16))
      : _createCommentVNode("", true),
    (_ctx.row.state !== 'sent')
      ? (_openBlock(), _createElementBlock("div", {
          key: 12,
          class: _normalizeClass(["state", _ctx.row.state])
        }, [
          (_ctx.row.state === 'failed')
            ? (_openBlock(), _createElementBlock(_Fragment, { key: 0 }, [
                _createElementVNode("span", _hoisted_18, _toDisplayString(_ctx.text('failed', { reason: _ctx.row.reason })), 1),
                _createElementVNode("button", {
                  class: "button plain small",
                  onClick: _cache[6] || (_cache[6] = $event => (_ctx.chat.retry(_ctx.row)))
                }, _toDisplayString(_ctx.text('try_again')), 1),
                _createElementVNode("button", {
                  class: "button plain small",
                  onClick: _cache[7] || (_cache[7] = $event => (_ctx.chat.copy(_ctx.row)))
                }, _toDisplayString(_ctx.text('copy')), 1),
                _createElementVNode("button", {
                  class: "button plain small",
                  onClick: _cache[8] || (_cache[8] = $event => (_ctx.chat.discard(_ctx.row)))
                }, _toDisplayString(_ctx.text('discard')), 1)
              ], 64))
            : (_openBlock(), _createElementBlock(_Fragment, { key: 1 }, [
                _createTextVNode(_toDisplayString(_ctx.chat.online && !_ctx.row.isLate ? _ctx.text('sending') : _ctx.text('kept')), 1)
              ], 64))
        ], 2))
      : _createCommentVNode("", true),
    (_ctx.row.seenBy)
      ? (_openBlock(), _createElementBlock("button", {
          key: 13,
          class: "seen",
          tabindex: _ctx.focused ? 0 : -1,
          onClick: _cache[9] || (_cache[9] = $event => (_ctx.chat.say(_ctx.chat.seenText(_ctx.row)))),
          "aria-label": _ctx.chat.seenText(_ctx.row),
          title: _ctx.chat.seenText(_ctx.row)
        }, [
          (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.row.seenBy.slice(0, 2), (id) => {
            return (_openBlock(), _createElementBlock("img", {
              key: id,
              class: "avatar",
              src: _ctx.chat.people[id]?.avatar,
              alt: ""
            }, null, 8, _hoisted_20))
          }), 128)),
          (_ctx.row.seenBy.length > 2)
            ? (_openBlock(), _createElementBlock("span", _hoisted_21, "+" + _toDisplayString(_ctx.row.seenBy.length - 2), 1))
            : _createCommentVNode("", true)
        ], 8, _hoisted_19))
      : _createCommentVNode("", true),
    (_ctx.row.number && _ctx.row.state === 'sent' && !_ctx.row.deleted)
      ? (_openBlock(), _createElementBlock("div", {
          key: 14,
          class: "actions",
          role: "toolbar",
          "aria-label": _ctx.text('message_actions')
        }, [
          (_ctx.held && _ctx.chat.mayWrite)
            ? (_openBlock(), _createElementBlock("span", _hoisted_23, [
                (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.chat.quick, (emoji) => {
                  return (_openBlock(), _createElementBlock("button", {
                    key: emoji,
                    onClick: $event => (_ctx.chat.quickly(_ctx.row, emoji))
                  }, _toDisplayString(emoji), 9, _hoisted_24))
                }), 128))
              ]))
            : _createCommentVNode("", true),
          (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.chat.actionsOf(_ctx.row), (name) => {
            return (_openBlock(), _createElementBlock("button", {
              key: name,
              class: "icon-button",
              tabindex: _ctx.focused ? 0 : -1,
              "aria-label": _ctx.text('action_' + name),
              title: _ctx.text('action_' + name),
              "data-name": name,
              onClick: $event => (_ctx.chat.act(name, _ctx.row, $event))
            }, null, 8, _hoisted_25))
          }), 128)),
          (_ctx.held)
            ? (_openBlock(), _createElementBlock("button", {
                key: 1,
                class: "icon-button",
                "data-name": "close",
                "aria-label": _ctx.text('cancel'),
                onClick: _cache[10] || (_cache[10] = $event => (_ctx.chat.view.held = null))
              }, null, 8, _hoisted_26))
            : _createCommentVNode("", true)
        ], 8, _hoisted_22))
      : _createCommentVNode("", true)
  ], 14, _hoisted_1))
}
})(),
  FileList: (() => {
const { renderList: _renderList, Fragment: _Fragment, openBlock: _openBlock, createElementBlock: _createElementBlock, createElementVNode: _createElementVNode, createCommentVNode: _createCommentVNode, normalizeStyle: _normalizeStyle, normalizeClass: _normalizeClass, resolveComponent: _resolveComponent, createBlock: _createBlock, toDisplayString: _toDisplayString } = Vue

const _hoisted_1 = { class: "files" }
const _hoisted_2 = ["data-rest"]
const _hoisted_3 = ["title", "href", "data-large", "data-name", "data-type", "data-pixels"]
const _hoisted_4 = ["src", "alt"]
const _hoisted_5 = {
  key: 0,
  class: "tag",
  "aria-hidden": "true"
}
const _hoisted_6 = ["value", "aria-label"]
const _hoisted_7 = ["src", "aria-label", "onError"]
const _hoisted_8 = ["src", "aria-label", "onError"]
const _hoisted_9 = ["data-ending"]
const _hoisted_10 = { class: "what" }
const _hoisted_11 = ["href", "download"]
const _hoisted_12 = { key: 1 }
const _hoisted_13 = {
  key: 2,
  class: "bad"
}
const _hoisted_14 = { key: 3 }
const _hoisted_15 = { key: 4 }
const _hoisted_16 = ["value", "aria-label"]
const _hoisted_17 = {
  key: 1,
  class: "turn"
}

return function render(_ctx, _cache) {
  const _component_text_file = _resolveComponent("text-file")

  return (_openBlock(), _createElementBlock("div", _hoisted_1, [
    (_ctx.pictures.length)
      ? (_openBlock(), _createElementBlock("div", {
          key: 0,
          class: _normalizeClass(["pictures", { several: _ctx.pictures[1], many: _ctx.pictures[4] }]),
          "data-rest": _ctx.pictures.length % 3
        }, [
          (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.pictures, (file) => {
            return (_openBlock(), _createElementBlock("a", {
              key: file.id ?? file.key,
              class: "picture",
              title: file.name,
              href: file.id && !_ctx.keys ? _ctx.address(file) : null,
              "data-large": _ctx.largeOf(file),
              "data-name": file.name,
              "data-type": file.type,
              "data-pixels": file.width * file.height,
              style: _normalizeStyle(_ctx.boxOf(file)),
              onClick: _cache[0] || (_cache[0] = (...args) => (_ctx.onClick && _ctx.onClick(...args)))
            }, [
              _createElementVNode("img", {
                src: file.url ?? _ctx.address(file, 'small'),
                alt: file.name,
                decoding: "async",
                draggable: "false"
              }, null, 8, _hoisted_4),
              (file.type === 'image/gif')
                ? (_openBlock(), _createElementBlock("span", _hoisted_5, "GIF"))
                : _createCommentVNode("", true),
              (file.state === 'waiting')
                ? (_openBlock(), _createElementBlock("progress", {
                    key: 1,
                    value: file.progress,
                    max: "1",
                    "aria-label": _ctx.text('uploading', { name: file.name })
                  }, null, 8, _hoisted_6))
                : _createCommentVNode("", true)
            ], 12, _hoisted_3))
          }), 128))
        ], 10, _hoisted_2))
      : _createCommentVNode("", true),
    (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.others, (file) => {
      return (_openBlock(), _createElementBlock(_Fragment, {
        key: file.id ?? file.key
      }, [
        (file.kind === 'video' && _ctx.plays(file))
          ? (_openBlock(), _createElementBlock("video", {
              key: 0,
              controls: "",
              playsinline: "",
              preload: "metadata",
              src: file.url ?? _ctx.address(file),
              "aria-label": file.name,
              onError: $event => (_ctx.onBroken(file))
            }, null, 40, _hoisted_7))
          : _createCommentVNode("", true),
        (file.kind === 'audio' && _ctx.plays(file))
          ? (_openBlock(), _createElementBlock("audio", {
              key: 1,
              controls: "",
              preload: "metadata",
              src: file.url ?? _ctx.address(file),
              "aria-label": file.name,
              onError: $event => (_ctx.onBroken(file))
            }, null, 40, _hoisted_8))
          : _createCommentVNode("", true),
        (file.kind === 'text' && file.id && !_ctx.keys)
          ? (_openBlock(), _createBlock(_component_text_file, {
              key: 2,
              file: file,
              closed: _ctx.others.length > 4
            }, null, 8, ["file", "closed"]))
          : (_openBlock(), _createElementBlock("div", {
              key: 3,
              class: _normalizeClass(["file", { slim: ['audio', 'video'].includes(file.kind) && _ctx.plays(file) }])
            }, [
              _createElementVNode("i", {
                class: "mark",
                "data-ending": _ctx.endingOf(file.name).length,
                "aria-hidden": "true"
              }, _toDisplayString(_ctx.endingOf(file.name)), 9, _hoisted_9),
              _createElementVNode("div", _hoisted_10, [
                (file.id && !_ctx.keys)
                  ? (_openBlock(), _createElementBlock("a", {
                      key: 0,
                      href: _ctx.address(file),
                      download: file.name
                    }, _toDisplayString(file.name), 9, _hoisted_11))
                  : (_openBlock(), _createElementBlock("b", _hoisted_12, _toDisplayString(file.name), 1)),
                (file.state === 'failed')
                  ? (_openBlock(), _createElementBlock("small", _hoisted_13, _toDisplayString(file.reason), 1))
                  : (_openBlock(), _createElementBlock("small", _hoisted_14, _toDisplayString(_ctx.sizeOf(file.size)), 1)),
                (_ctx.whyNoPreview(file))
                  ? (_openBlock(), _createElementBlock("small", _hoisted_15, _toDisplayString(_ctx.whyNoPreview(file)), 1))
                  : _createCommentVNode("", true)
              ]),
              (file.state === 'waiting')
                ? (_openBlock(), _createElementBlock("progress", {
                    key: 0,
                    value: file.progress,
                    max: "1",
                    "aria-label": _ctx.text('uploading', { name: file.name })
                  }, null, 8, _hoisted_16))
                : _createCommentVNode("", true)
            ], 2))
      ], 64))
    }), 128)),
    (_ctx.isQueued)
      ? (_openBlock(), _createElementBlock("small", _hoisted_17, _toDisplayString(_ctx.text('queued')), 1))
      : _createCommentVNode("", true),
    (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.refused, (file) => {
      return (_openBlock(), _createElementBlock("small", {
        key: 'why' + file.key,
        class: "bad"
      }, _toDisplayString(file.name) + ": " + _toDisplayString(file.reason), 1))
    }), 128))
  ]))
}
})(),
  PeopleSelect: (() => {
const { createElementVNode: _createElementVNode, toDisplayString: _toDisplayString, openBlock: _openBlock, createElementBlock: _createElementBlock, createCommentVNode: _createCommentVNode, resolveComponent: _resolveComponent, mergeProps: _mergeProps, withCtx: _withCtx, createVNode: _createVNode, withModifiers: _withModifiers, normalizeProps: _normalizeProps, guardReactiveProps: _guardReactiveProps, renderSlot: _renderSlot, withKeys: _withKeys, renderList: _renderList, createSlots: _createSlots, createBlock: _createBlock } = Vue

const _hoisted_1 = ["src"]
const _hoisted_2 = { class: "grow" }
const _hoisted_3 = { key: 0 }
const _hoisted_4 = { class: "person-chip" }
const _hoisted_5 = ["src"]
const _hoisted_6 = ["tabindex", "aria-label", "onClick", "innerHTML"]

return function render(_ctx, _cache) {
  const _component_q_item = _resolveComponent("q-item")
  const _component_q_select = _resolveComponent("q-select")

  return (_openBlock(), _createBlock(_component_q_select, {
    ref: "qRef",
    options: _ctx.shown,
    onFilter: _ctx.filter,
    "onUpdate:modelValue": _cache[0] || (_cache[0] = $event => (_ctx.$nextTick(() => _ctx.keys.chose()))),
    onPopupShow: _cache[1] || (_cache[1] = $event => (_ctx.keys.opened(true))),
    onPopupHide: _cache[2] || (_cache[2] = $event => (_ctx.keys.opened(false))),
    onKeydown: _cache[3] || (_cache[3] = _withKeys($event => (_ctx.keys.escapeDown($event)), ["escape"])),
    onKeyup: _cache[4] || (_cache[4] = _withKeys($event => (_ctx.keys.escapeUp()), ["escape"]))
  }, _createSlots({
    option: _withCtx(({ itemProps, opt }) => [
      _createVNode(_component_q_item, _mergeProps(itemProps, {
        "aria-label": opt.label
      }), {
        default: _withCtx(() => [
          _createElementVNode("img", {
            class: "avatar small",
            src: opt.avatar,
            alt: ""
          }, null, 8, _hoisted_1),
          _createElementVNode("span", _hoisted_2, [
            _createElementVNode("b", null, _toDisplayString(opt.label), 1),
            (opt.username !== opt.label)
              ? (_openBlock(), _createElementBlock("small", _hoisted_3, _toDisplayString(opt.username), 1))
              : _createCommentVNode("", true)
          ])
        ]),
        _: 2
      }, 1040, ["aria-label"])
    ]),
    "selected-item": _withCtx(({ opt, index, tabindex, removeAtIndex }) => [
      _createElementVNode("span", _hoisted_4, [
        _createElementVNode("img", {
          class: "avatar",
          src: opt.avatar,
          alt: ""
        }, null, 8, _hoisted_5),
        _createElementVNode("span", null, _toDisplayString(opt.label), 1),
        _createElementVNode("button", {
          class: "icon-button",
          type: "button",
          tabindex: tabindex,
          "aria-label": _ctx.$q.lang.label.remove + ' ' + opt.label,
          onClick: _withModifiers($event => (removeAtIndex(index)), ["stop"]),
          innerHTML: _ctx.cross
        }, null, 8, _hoisted_6)
      ])
    ]),
    _: 2
  }, [
    _renderList(_ctx.$slots, (_, slot) => {
      return {
        name: slot,
        fn: _withCtx((slotProps) => [
          _renderSlot(_ctx.$slots, slot, _normalizeProps(_guardReactiveProps(slotProps || {})))
        ])
      }
    })
  ]), 1032, ["options", "onFilter"]))
}
})(),
  Sidebar: (() => {
const { createElementVNode: _createElementVNode, openBlock: _openBlock, createElementBlock: _createElementBlock, toDisplayString: _toDisplayString, normalizeClass: _normalizeClass, renderList: _renderList, Fragment: _Fragment, createTextVNode: _createTextVNode, createCommentVNode: _createCommentVNode, mergeProps: _mergeProps, normalizeStyle: _normalizeStyle } = Vue

const _hoisted_1 = { class: "side" }
const _hoisted_2 = { class: "brand" }
const _hoisted_3 = ["title", "aria-label"]
const _hoisted_4 = ["src"]
const _hoisted_5 = ["aria-label"]
const _hoisted_6 = { "aria-hidden": "true" }
const _hoisted_7 = ["aria-label"]
const _hoisted_8 = ["href", "aria-current"]
const _hoisted_9 = {
  class: "icon",
  viewBox: "0 0 24 24",
  "aria-hidden": "true"
}
const _hoisted_10 = ["d"]
const _hoisted_11 = { class: "list-place" }
const _hoisted_12 = ["aria-expanded", "onClick"]
const _hoisted_13 = ["aria-label"]
const _hoisted_14 = ["aria-label", "title", "onClick"]
const _hoisted_15 = ["aria-label", "data-part"]
const _hoisted_16 = ["aria-setsize", "aria-posinset"]
const _hoisted_17 = ["onClick"]
const _hoisted_18 = ["src"]
const _hoisted_19 = ["aria-label"]
const _hoisted_20 = {
  key: 1,
  class: "mark",
  "aria-hidden": "true"
}
const _hoisted_21 = {
  key: 0,
  class: "icon",
  viewBox: "0 0 24 24",
  "aria-hidden": "true"
}
const _hoisted_22 = { class: "name" }
const _hoisted_23 = { key: 2 }
const _hoisted_24 = ["aria-label"]
const _hoisted_25 = ["d"]
const _hoisted_26 = ["aria-label"]
const _hoisted_27 = {
  key: 0,
  class: "hidden-rows",
  "aria-hidden": "true"
}
const _hoisted_28 = {
  key: 0,
  class: "none"
}
const _hoisted_29 = ["aria-label"]
const _hoisted_30 = ["aria-label"]
const _hoisted_31 = {
  class: "log-out",
  method: "post",
  action: "/logout"
}
const _hoisted_32 = { class: "button plain" }

return function render(_ctx, _cache) {
  return (_openBlock(), _createElementBlock(_Fragment, null, [
    _createElementVNode("aside", _hoisted_1, [
      _createElementVNode("div", _hoisted_2, [
        _cache[7] || (_cache[7] = _createElementVNode("svg", {
          viewBox: "0 0 32 32",
          "aria-hidden": "true"
        }, [
          _createElementVNode("rect", {
            width: "32",
            height: "32",
            rx: "9",
            fill: "var(--accent)"
          }),
          _createElementVNode("path", {
            fill: "var(--accent-ink)",
            d: "M8 10.5A3.5 3.5 0 0 1 11.5 7h9a3.5 3.5 0 0 1 3.5 3.5v6a3.5 3.5 0 0 1-3.5 3.5H15l-5 5v-5.2a3.5 3.5 0 0 1-2-3.1z"
          }),
          _createElementVNode("path", {
            d: "M12.5 13.5h7",
            stroke: "var(--accent)",
            "stroke-width": "2.2",
            "stroke-linecap": "round"
          })
        ], -1)),
        _createElementVNode("b", null, _toDisplayString(_ctx.site), 1),
        _createElementVNode("button", {
          id: "me",
          class: _normalizeClass(["me", { quiet: _ctx.roomList.isPaused(_ctx.own.quiet_until), hidden: _ctx.own.hides_presence }]),
          title: _ctx.roomList.isPaused(_ctx.own.quiet_until) ? _ctx.text('quiet') : null,
          "aria-haspopup": "menu",
          "aria-label": _ctx.text('logged_in', { nick: _ctx.self.nick }),
          onClick: _cache[0] || (_cache[0] = $event => (_ctx.$emit('user-menu')))
        }, [
          _createElementVNode("img", {
            class: "avatar small",
            src: _ctx.self.avatar,
            alt: ""
          }, null, 8, _hoisted_4)
        ], 10, _hoisted_3)
      ]),
      _createElementVNode("button", {
        class: "jump-field",
        "aria-label": _ctx.text('jump'),
        onClick: _cache[1] || (_cache[1] = (...args) => (_ctx.jump && _ctx.jump(...args)))
      }, [
        _cache[8] || (_cache[8] = _createElementVNode("svg", {
          class: "icon",
          viewBox: "0 0 24 24",
          "aria-hidden": "true"
        }, [
          _createElementVNode("path", { d: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4" })
        ], -1)),
        _createElementVNode("span", null, _toDisplayString(_ctx.text('jump')), 1),
        _createElementVNode("kbd", _hoisted_6, _toDisplayString(_ctx.isMac ? "⌘ K" : "Ctrl K"), 1)
      ], 8, _hoisted_5),
      _createElementVNode("nav", {
        class: "site-nav",
        "aria-label": _ctx.text('main')
      }, [
        (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.links, ([name, href]) => {
          return (_openBlock(), _createElementBlock("a", {
            key: name,
            href: href,
            "aria-current": _ctx.nav === name ? 'page' : null
          }, [
            (_openBlock(), _createElementBlock("svg", _hoisted_9, [
              _createElementVNode("path", {
                d: _ctx.icons[name]
              }, null, 8, _hoisted_10)
            ])),
            _createTextVNode(_toDisplayString(_ctx.text('page_' + name)), 1)
          ], 8, _hoisted_8))
        }), 128))
      ], 8, _hoisted_7),
      _createElementVNode("div", _hoisted_11, [
        _createElementVNode("div", {
          class: "list",
          ref: "list",
          onScrollPassive: _cache[2] || (_cache[2] = (...args) => (_ctx.noteVisible && _ctx.noteVisible(...args))),
          onKeydown: _cache[3] || (_cache[3] = (...args) => (_ctx.onListKey && _ctx.onListKey(...args))),
          onFocusin: _cache[4] || (_cache[4] = $event => (_ctx.focused = Number($event.target.dataset.room) || null))
        }, [
          (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.sections, (part, index) => {
            return (_openBlock(), _createElementBlock(_Fragment, {
              key: part.name
            }, [
              _createElementVNode("h2", null, [
                _createElementVNode("button", {
                  class: "fold",
                  type: "button",
                  "aria-expanded": String(!part.isFolded),
                  onClick: $event => (_ctx.fold(part.name))
                }, [
                  _cache[9] || (_cache[9] = _createElementVNode("svg", {
                    class: "icon",
                    viewBox: "0 0 24 24",
                    "aria-hidden": "true"
                  }, [
                    _createElementVNode("path", { d: "M8 10l4 4 4-4" })
                  ], -1)),
                  _createTextVNode(_toDisplayString(part.title), 1)
                ], 8, _hoisted_12),
                (part.unread)
                  ? (_openBlock(), _createElementBlock("span", {
                      key: 0,
                      class: "badge",
                      role: "img",
                      "aria-label": _ctx.ntext('unread', part.unread)
                    }, _toDisplayString(_ctx.shownCount(part.unread)), 9, _hoisted_13))
                  : _createCommentVNode("", true),
                _createElementVNode("button", {
                  class: "icon-button",
                  "aria-label": part.add,
                  title: part.add,
                  onClick: $event => (_ctx.$emit(part.name === 'rooms' ? 'new-room' : 'new-message'))
                }, [...(_cache[10] || (_cache[10] = [
                  _createElementVNode("svg", {
                    class: "icon",
                    viewBox: "0 0 24 24",
                    "aria-hidden": "true"
                  }, [
                    _createElementVNode("path", { d: "M12 5v14M5 12h14" })
                  ], -1)
                ]))], 8, _hoisted_14)
              ]),
              _createElementVNode("ul", {
                "aria-label": part.label,
                "data-part": part.name,
                style: _normalizeStyle({ '--rows': part.rooms.length })
              }, [
                (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(part.drawn, ({ room, at }) => {
                  return (_openBlock(), _createElementBlock("li", {
                    key: room.id,
                    style: _normalizeStyle({ '--at': at }),
                    "aria-setsize": part.rooms.length,
                    "aria-posinset": at + 1
                  }, [
                    _createElementVNode("a", _mergeProps({ class: "room" }, { ref_for: true }, _ctx.link(room), {
                      onClick: $event => (_ctx.open($event, room))
                    }), [
                      (room.kind === 'direct')
                        ? (_openBlock(), _createElementBlock("span", {
                            key: 0,
                            class: _normalizeClass(["avatar-box", { pair: _ctx.roomList.avatars(room).length > 1 }])
                          }, [
                            (_openBlock(true), _createElementBlock(_Fragment, null, _renderList(_ctx.roomList.avatars(room), (url) => {
                              return (_openBlock(), _createElementBlock("img", {
                                key: url,
                                class: "avatar small",
                                src: url,
                                alt: ""
                              }, null, 8, _hoisted_18))
                            }), 128)),
                            (_ctx.roomList.statusOf(room))
                              ? (_openBlock(), _createElementBlock("i", {
                                  key: 0,
                                  class: _normalizeClass(_ctx.roomList.statusOf(room)),
                                  role: "img",
                                  "aria-label": _ctx.text('status_' + _ctx.roomList.statusOf(room))
                                }, null, 10, _hoisted_19))
                              : _createCommentVNode("", true)
                          ], 2))
                        : (_openBlock(), _createElementBlock("span", _hoisted_20, [
                            (room.kind === 'closed')
                              ? (_openBlock(), _createElementBlock("svg", _hoisted_21, [...(_cache[11] || (_cache[11] = [
                                  _createElementVNode("path", { d: "M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2zM8 11V8a4 4 0 0 1 8 0v3" }, null, -1)
                                ]))]))
                              : (_openBlock(), _createElementBlock(_Fragment, { key: 1 }, [
                                  _createTextVNode("#")
                                ], 64))
                          ])),
                      _createElementVNode("span", _hoisted_22, _toDisplayString(_ctx.title(room)), 1),
                      (_ctx.drafts[room.id] && room.id !== _ctx.shown)
                        ? (_openBlock(), _createElementBlock("em", _hoisted_23, _toDisplayString(_ctx.text('draft')), 1))
                        : _createCommentVNode("", true),
                      (_ctx.roomList.isMuted(room))
                        ? (_openBlock(), _createElementBlock("svg", {
                            key: 3,
                            class: "icon off",
                            viewBox: "0 0 24 24",
                            role: "img",
                            "aria-label": _ctx.text('muted')
                          }, [
                            _createElementVNode("path", {
                              d: _ctx.icons.muted
                            }, null, 8, _hoisted_25)
                          ], 8, _hoisted_24))
                        : _createCommentVNode("", true),
                      (_ctx.badge(room))
                        ? (_openBlock(), _createElementBlock("span", {
                            key: 4,
                            class: _normalizeClass(["badge", { calm: _ctx.isCalm(room) }]),
                            role: "img",
                            "aria-label": _ctx.unread(room)
                          }, _toDisplayString(_ctx.badge(room)), 11, _hoisted_26))
                        : _createCommentVNode("", true)
                    ], 16, _hoisted_17)
                  ], 12, _hoisted_16))
                }), 128)),
                (_ctx.hidden[index])
                  ? (_openBlock(), _createElementBlock("li", _hoisted_27, _toDisplayString(_ctx.hidden[index]), 1))
                  : _createCommentVNode("", true)
              ], 12, _hoisted_15),
              (!part.all.length)
                ? (_openBlock(), _createElementBlock("p", _hoisted_28, _toDisplayString(part.name === "rooms" ? _ctx.text('no_rooms') : _ctx.text('no_directs')), 1))
                : _createCommentVNode("", true)
            ], 64))
          }), 128))
        ], 544),
        (_ctx.beyond.above)
          ? (_openBlock(), _createElementBlock("button", {
              key: 0,
              type: "button",
              class: "more-unread above",
              "aria-label": _ctx.text('unread_above'),
              onClick: _cache[5] || (_cache[5] = $event => (_ctx.revealUnread(_ctx.beyond.above)))
            }, [
              _cache[12] || (_cache[12] = _createElementVNode("svg", {
                class: "icon",
                viewBox: "0 0 24 24",
                "aria-hidden": "true"
              }, [
                _createElementVNode("path", { d: "M12 19V5M6 11l6-6 6 6" })
              ], -1)),
              _createTextVNode(_toDisplayString(_ctx.text('more_unread')), 1)
            ], 8, _hoisted_29))
          : _createCommentVNode("", true),
        (_ctx.beyond.below)
          ? (_openBlock(), _createElementBlock("button", {
              key: 1,
              type: "button",
              class: "more-unread below",
              "aria-label": _ctx.text('unread_below'),
              onClick: _cache[6] || (_cache[6] = $event => (_ctx.revealUnread(_ctx.beyond.below)))
            }, [
              _cache[13] || (_cache[13] = _createElementVNode("svg", {
                class: "icon",
                viewBox: "0 0 24 24",
                "aria-hidden": "true"
              }, [
                _createElementVNode("path", { d: "M12 5v14M6 13l6 6 6-6" })
              ], -1)),
              _createTextVNode(_toDisplayString(_ctx.text('more_unread')), 1)
            ], 8, _hoisted_30))
          : _createCommentVNode("", true)
      ]),
      _createElementVNode("form", _hoisted_31, [
        _createElementVNode("button", _hoisted_32, [
          _cache[14] || (_cache[14] = _createElementVNode("svg", {
            class: "icon",
            viewBox: "0 0 24 24",
            "aria-hidden": "true"
          }, [
            _createElementVNode("path", { d: "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 16l-4-4 4-4M6 12h9" })
          ], -1)),
          _createTextVNode(_toDisplayString(_ctx.text('log_out')), 1)
        ])
      ])
    ]),
    _cache[15] || (_cache[15] = _createElementVNode("div", {
      class: "scrim",
      "aria-hidden": "true"
    }, null, -1))
  ], 64))
}
})(),
};
