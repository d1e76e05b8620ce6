// The browser code of every page: the parts that act by themselves, and the two elements. Other modules come with them.
import "./connection/stale_lists.js";
import "./notify/offer.js";
import "./room/code_copying.js";
import "./room/room.js";
import "./search/search_page.js";
import "./shell/avatar_form.js";
import "./shell/back_button.js";
import "./shell/drawer.js";
import "./shell/focus.js";
import "./shell/live_rows.js";
import "./shell/local_time.js";
import "./shell/log_out.js";
import "./shell/phone.js";
import "./shell/service_worker.js";
import "./shell/theme.js";
import "./shell/toast.js";
import "./sidebar/sidebar.js";
