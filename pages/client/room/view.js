// The view of the shown room: what the reader has done in it since it was opened.

/** `lit` is the message that a link or a search led to, `spot` the row where the reader was before a reload. */
export const newView = ({ lit = null, spot = null } = {}) => ({
  lit,
  spot, // {seq, top}: `top` is its distance from the upper edge
  far: false, // more than two screens away from the newest
  away: false, // not at the newest
  keepsUnread: false, // after "Mark as unread" nothing is marked as read
  sight: 0, // while `keepsUnread`: the last message in sight
  focused: null, // the seq of the message that has the focus
  held: null, // the seq of the message whose actions are open after a long press
  lift: "0", // how far this message moves up, to make room for them
  outsiders: [], // people mentioned in the last message who are not in the room
  mayAdd: false, // the reader may add them
  uncalled: false, // the last message says "@all", which this person may not use here
  unmatched: [], // mentions in the text to be sent that name nobody: {name, suggestion}
  warnedOf: "", // the text for which these are shown
});
