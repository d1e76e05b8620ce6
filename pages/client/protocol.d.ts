// The data on the websocket, for JSDoc: made from the types of the server by `make docs`.

/** One answer for each change. They end with the first refusal, because later changes must not overtake it. They also end when the time for a batch is over; the window sends the rest again. */
export interface Answers {
  answers: (Result | Refusal)[];
}

/** A person in a direct conversation; `is_account_blocked`: an admin has blocked the account. */
export interface Companion {
  id: number;
  nick: string;
  avatar: string;
  is_account_blocked: boolean;
}

/** The request was done, and there is nothing else to answer. */
export interface Done {}

/** A file of a message: `type` is its media type, `size` is in bytes, `width` and `height` in pixels. A picture that would cost too much to show has the kind `file`, and a width and height if it has too many pixels. `lines` is how many lines a text file has, and 0 for all others. */
export interface FileRow {
  id: number;
  name: string;
  kind: string;
  type: string;
  size: number;
  width: number;
  height: number;
  lines: number;
}

/** Where to open the room. */
export interface FoundSeq {
  seq: number;
}

/** Messages of a room in order of their seq, and their authors. */
export interface HistoryPage {
  messages: MessageRow[];
  people: UserSummary[];
}

/** A room that one of its members has opened, and what they may do there. `has_blocked`: this is a conversation of two, and they have blocked the other. */
export interface JoinedRoom {
  id: number;
  kind: string;
  name: string;
  topic: string;
  owners_only: boolean;
  is_group: boolean;
  title_form: string;
  members: number;
  people: Companion[];
  role: string;
  last_read_seq: number;
  unread: number;
  mentions: number;
  hears: string;
  muted_until: number | null;
  last_seq: number;
  revision: number;
  last_at: number;
  is_member: boolean;
  has_blocked: boolean;
  may_edit: boolean;
  may_govern: boolean;
  may_moderate: boolean;
}

/** A person who can be mentioned, by nick or user name, and whether they are a member of the room. */
export interface Mentionable {
  id: number;
  nick: string;
  avatar: string;
  username: string;
  is_member: boolean;
}

/** Suggestions for a mention that is being typed; `everyone`: whether to offer `@all`. */
export interface Mentionables {
  people: Mentionable[];
  everyone: boolean;
}

/** A message as windows draw it. A deleted message keeps its place, but not its text. `author` is an id; `key` was chosen by the author's window; `at` and `edited` are times in UTC (ISO 8601); `names` are the current nicks of the people in its mentions, by id. */
export interface MessageRow {
  id: number;
  seq: number;
  revision: number;
  author: number;
  key: string;
  kind: string;
  at: string;
  deleted: boolean;
  body: string;
  html: string;
  edited?: string;
  reply?: Quote;
  reactions?: ReactionRow[];
  pinned?: boolean;
  files?: FileRow[];
  names?: Record<string, string>;
}

/** The room of the direct conversation. */
export interface OpenedDirect {
  room: number;
}

/** Everything a window needs to show a room; see history.open_room. `quotes` are texts by seq, `seen` are [user, last read seq], `last_seen` is in milliseconds since 1970. `online` is the number of members who are online, 0 in direct conversations and if the person may not know. */
export interface OpenedRoom {
  room: JoinedRoom | VisitedRoom;
  messages: MessageRow[];
  quotes: Record<string, string>;
  people: UserSummary[];
  revision: number;
  complete: boolean;
  draft: string;
  seen: [number, number][] | null;
  last_seen: number | null;
  online: number;
}

/** What somebody chose for all their rooms; `quiet_until` is in milliseconds since 1970. */
export interface OwnSettings {
  level: string;
  plays_sound: boolean;
  quiet_until: number | null;
  hides_presence: boolean;
}

/** A notification: `icon` is the address of a picture, `seq` the message to open the room at. */
export interface Preview {
  title: string;
  text: string;
  icon: string;
  seq: number;
  sound: boolean;
}

/** Why a request was refused: a `code` for the program and a `text` for the person. `retry_after`: seconds to wait when a limit is reached. `id`: the reference of an unexpected error in the log. */
export interface Problem {
  code: string;
  text: string;
  retry_after?: number;
  id?: string;
}

/** What a reply shows of the message it answers; `text` is empty if that was deleted. */
export interface Quote {
  seq: number;
  author: UserSummary;
  text: string;
}

/** An emoji on a message: the ids of all `users` who chose it, and the nicks of the first of them. */
export interface ReactionRow {
  emoji: string;
  users: number[];
  names: string[];
}

/** The rooms where this changed something. */
export interface ReadRooms {
  rooms: RoomRead[];
}

/** The request was refused and changed nothing. */
export interface Refusal {
  error: Problem;
}

/** The request was done; `ok` is the answer of its handler. */
export interface Result {
  ok: unknown;
}

/** A room in somebody's list: its summary, their membership, and how much they have not read. `hears` is the level that applies: whether everything, mentions or nothing in this room notifies them. `last_at` is in seconds since 1970, `muted_until` in milliseconds. */
export interface RoomEntry {
  id: number;
  kind: string;
  name: string;
  topic: string;
  owners_only: boolean;
  is_group: boolean;
  title_form: string;
  members: number;
  people: Companion[];
  role: string;
  last_read_seq: number;
  unread: number;
  mentions: number;
  hears: string;
  muted_until: number | null;
  last_seq: number;
  revision: number;
  last_at: number;
}

/** One's rooms. `presence` has the status of people in direct conversations, by id; `drafts` are rooms with a draft. `own` are the settings for all rooms (see OwnSettingsChanged), `blocked` the ids of people one has blocked. */
export interface RoomList {
  rooms: RoomEntry[];
  presence: Record<string, string>;
  drafts: number[];
  own: OwnSettings;
  blocked: number[];
}

/** What is the same about a room for everyone who may see it. `is_group`: it is a direct conversation of several people. `title_form` is explained in rooms.titles. `members` is their number; `people` are only those of direct conversations. */
export interface RoomSummary {
  id: number;
  kind: string;
  name: string;
  topic: string;
  owners_only: boolean;
  is_group: boolean;
  title_form: string;
  members: number;
  people: Companion[];
}

/** The answer to the author of a message: its row, and what `Unheard` says. */
export interface SentRow {
  id: number;
  seq: number;
  revision: number;
  author: number;
  key: string;
  kind: string;
  at: string;
  deleted: boolean;
  body: string;
  html: string;
  edited?: string;
  reply?: Quote;
  reactions?: ReactionRow[];
  pinned?: boolean;
  files?: FileRow[];
  names?: Record<string, string>;
  outsiders?: UserSummary[];
  may_add?: boolean;
  uncalled?: boolean;
}

/** The draft that is stored now; it may be that of another device. */
export interface StoredDraft {
  body: string;
}

/** The first people; `has_more`: there are others. */
export interface SwitcherPeople {
  people: SwitcherPerson[];
  has_more: boolean;
}

/** A person in the switcher, who is found by both names. */
export interface SwitcherPerson {
  id: number;
  nick: string;
  avatar: string;
  username: string;
}

/** What was typed after an `@` and names nobody, and the person who was probably meant. */
export interface UnmatchedName {
  name: string;
  suggestion: Mentionable | null;
}

/** The mentions in a text that name nobody. */
export interface UnmatchedNames {
  names: UnmatchedName[];
}

/** A person as rows, lists and events show them; `avatar` is the address of the picture. */
export interface UserSummary {
  id: number;
  nick: string;
  avatar: string;
}

/** A room that somebody else has opened; the rights are as in JoinedRoom. */
export interface VisitedRoom {
  id: number;
  kind: string;
  name: string;
  topic: string;
  owners_only: boolean;
  is_group: boolean;
  title_form: string;
  members: number;
  people: Companion[];
  is_member: boolean;
  has_blocked: boolean;
  may_edit: boolean;
  may_govern: boolean;
  may_moderate: boolean;
  last_seq: number;
}

/** Somebody who is typing. */
export interface Writer {
  id: number;
  nick: string;
}

/** A message was posted in a room. `message` and `author` hold all that is needed to draw its row. */
export interface MessagePosted {
  type: "MessagePosted";
  room: number;
  message: MessageRow;
  author: UserSummary;
}

/** A message was deleted; `message` is the placeholder row that replaces it, `quote` is as in MessageChanged. */
export interface MessageDeleted {
  type: "MessageDeleted";
  room: number;
  message: MessageRow;
  quote: string | null;
}

/** A message was edited or undeleted; `message` is its complete new row. `quote` is the new quote of it in its replies, whose rows are not sent again; null if it has no replies. */
export interface MessageChanged {
  type: "MessageChanged";
  room: number;
  message: MessageRow;
  quote: string | null;
}

/** `user` reacted to message `seq` with `emoji`, or removed the reaction if `on` is false. `order` lists all current emoji of the message, in display order. */
export interface MessageReacted {
  type: "MessageReacted";
  room: number;
  seq: number;
  revision: number;
  emoji: string;
  user: number;
  nick: string;
  on: boolean;
  order: string[];
}

/** Message `seq` was pinned, or is no longer pinned. */
export interface MessagePinned {
  type: "MessagePinned";
  room: number;
  seq: number;
  revision: number;
  pinned: boolean;
}

/** There is something new in a room; this updates the badges of windows that do not show the room. `counts`: it can be unread; `names`: the ids of the people it mentions; `everyone`: it mentions everyone. */
export interface RoomActivity {
  type: "RoomActivity";
  room: number;
  seq: number;
  author: number;
  counts: boolean;
  revision: number;
  names: number[];
  everyone: boolean;
}

/** The message `seq` of `author` no longer counts as unread. */
export interface ActivityWithdrawn {
  type: "ActivityWithdrawn";
  room: number;
  seq: number;
  author: number;
  revision: number;
  names: number[];
  everyone: boolean;
}

/** The message `seq` of `author` was undeleted and counts as unread again. */
export interface ActivityRestored {
  type: "ActivityRestored";
  room: number;
  seq: number;
  author: number;
  revision: number;
  names: number[];
  everyone: boolean;
}

/** Somebody in the room (`user`) has read up to `seq`. */
export interface PersonRead {
  type: "PersonRead";
  room: number;
  user: UserSummary;
  seq: number;
}

/** This person's draft for a room changed; `body` is empty if there is no draft any more. */
export interface DraftChanged {
  type: "DraftChanged";
  room: number;
  body: string;
}

/** Name, topic, kind or members of a room changed; `summary` describes it as it is now. */
export interface RoomChanged {
  type: "RoomChanged";
  room: number;
  summary: RoomSummary;
}

/** A room appeared in this person's list; `entry` is its row there. */
export interface RoomGained {
  type: "RoomGained";
  room: number;
  entry: RoomEntry;
}

/** This person may no longer see the room. `reason`: removed, left or deleted. */
export interface RoomLost {
  type: "RoomLost";
  room: number;
  name: string;
  reason: string;
}

/** This person has read a room up to `last_read_seq`, or marked it as unread after that, on some device. `unread` and `mentions` (the unread messages that mention the person) are the server's counts at `revision`. */
export interface RoomRead {
  type: "RoomRead";
  room: number;
  last_read_seq: number;
  unread: number;
  mentions: number;
  revision: number;
}

/** A person has a new nick or picture, or an admin blocked or unblocked their account. `user` is the summary that rows are drawn with, plus `is_account_blocked`. */
export interface UserChanged {
  type: "UserChanged";
  user: Companion;
}

/** `status` of a person is now `online`, `away` or `offline`. */
export interface PresenceChanged {
  type: "PresenceChanged";
  user: number;
  status: string;
}

/** `people` are typing in a room right now; sent to windows that show the room, and never stored. */
export interface Typing {
  type: "Typing";
  room: number;
  people: Writer[];
}

/** This person changed a room's notification level (see RoomEntry), or muted it until a time (ms since 1970). */
export interface RoomLevelChanged {
  type: "RoomLevelChanged";
  room: number;
  hears: string;
  muted_until: number | null;
}

/** This person changed their notification or privacy settings. */
export interface OwnSettingsChanged {
  type: "OwnSettingsChanged";
  settings: OwnSettings;
}

/** This person has blocked or unblocked somebody; `people` are the ids of everyone they block now. */
export interface BlocklistChanged {
  type: "BlocklistChanged";
  people: number[];
}

/** Sessions of a person ended: those in `sessions`, or all if it is null. */
export interface SessionEnded {
  type: "SessionEnded";
  sessions: number[] | null;
}

/** A person became an admin or lost admin rights; what they may see must be checked again. */
export interface AdminChanged {
  type: "AdminChanged";
  is_admin: boolean;
}

/** Ask for the room list, and for the events of all rooms in it from now on. */
export interface Hello {}

/** Show a room. The answer has the messages changed after revision `since`, or those around the seq `around`. Without both, it has those at the first unread message. `people` are authors whose current nick the window needs. */
export interface OpenRoom {
  room: number;
  since?: number | null;
  around?: number | null;
  people?: number[];
}

/** Stop showing a room. */
export interface CloseRoom {}

/** Send a message, which is stored once for each `key`. `reply` is a seq, `files` are ids of one's own uploads. */
export interface SendMessage {
  room: number;
  key: string;
  body: string;
  reply?: number | null;
  files?: number[];
}

/** Edit one's own message. */
export interface EditMessage {
  message: number;
  body: string;
}

/** Delete a message. */
export interface DeleteMessage {
  message: number;
}

/** Undo a recent deletion. */
export interface UndeleteMessage {
  message: number;
}

/** Add an emoji to a message, or remove one's own. */
export interface React {
  message: number;
  emoji: string;
  on: boolean;
}

/** Pin or unpin a message. */
export interface PinMessage {
  message: number;
  on: boolean;
}

/** Make several changes that waited, one after another, as if each had been sent alone: pairs of event and data. Each counts towards the limits as if sent alone. */
export interface Batch {
  changes: [string, unknown][];
}

/** Ask for up to `limit` messages of a room: those `before` a seq, or those `after` it. */
export interface ReadHistory {
  room: number;
  before?: number | null;
  after?: number | null;
  limit?: number | null;
}

/** Ask for the first message in a room since a moment, in milliseconds since 1970. */
export interface FindDate {
  room: number;
  moment: number;
}

/** Mark a room as read up to `seq`. */
export interface MarkRead {
  room: number;
  seq: number;
}

/** Mark everything in a room from `seq` on as unread. */
export interface MarkUnread {
  room: number;
  seq: number;
}

/** Mark all rooms as read. */
export interface MarkAllRead {}

/** Save the draft for a room, unless another device has replaced `base`, the draft that this window knew last. */
export interface KeepDraft {
  room: number;
  body: string;
  base?: string | null;
}

/** Ask whom one could mention in a room; `typed` is the text after the `@`. */
export interface SuggestMentions {
  room: number;
  typed: string;
}

/** Ask which mentions in a text that is about to be sent name nobody. */
export interface CheckMentions {
  room: number;
  body: string;
}

/** Show the other windows with this room that one is typing. */
export interface BeginTyping {
  room: number;
}

/** Say that nobody uses this window, or that somebody uses it again. */
export interface SetIdle {
  idle: boolean;
}

/** Ask for a notification of the new messages in a room, which are those from `seq` on. */
export interface AskPreview {
  room: number;
  seq: number;
}

/** Ask for people, or, if `typed` is not empty, for those whose names match it. */
export interface AskSwitcher {
  typed: string;
}

/** Open the direct conversation with a person, which may be new. */
export interface OpenDirect {
  user: number;
}

export interface RequestTypes {
  hello: Hello;
  open: OpenRoom;
  close: CloseRoom;
  send: SendMessage;
  edit: EditMessage;
  delete: DeleteMessage;
  undelete: UndeleteMessage;
  react: React;
  pin: PinMessage;
  batch: Batch;
  history: ReadHistory;
  date: FindDate;
  read: MarkRead;
  unread: MarkUnread;
  read_all: MarkAllRead;
  draft: KeepDraft;
  mentionable: SuggestMentions;
  check_mentions: CheckMentions;
  typing: BeginTyping;
  idle: SetIdle;
  preview: AskPreview;
  switcher: AskSwitcher;
  direct: OpenDirect;
}

export interface AnswerTypes {
  hello: RoomList;
  open: OpenedRoom;
  close: Done;
  send: MessageRow | SentRow;
  edit: MessageRow | SentRow;
  delete: MessageRow;
  undelete: MessageRow;
  react: MessageRow;
  pin: MessageRow;
  batch: Answers;
  history: HistoryPage;
  date: FoundSeq;
  read: RoomRead;
  unread: RoomRead;
  read_all: ReadRooms;
  draft: StoredDraft;
  mentionable: Mentionables;
  check_mentions: UnmatchedNames;
  typing: Done;
  idle: Done;
  preview: Preview | Done;
  switcher: SwitcherPeople;
  direct: OpenedDirect;
}

export interface EventTypes {
  MessagePosted: MessagePosted;
  MessageDeleted: MessageDeleted;
  MessageChanged: MessageChanged;
  MessageReacted: MessageReacted;
  MessagePinned: MessagePinned;
  RoomActivity: RoomActivity;
  ActivityWithdrawn: ActivityWithdrawn;
  ActivityRestored: ActivityRestored;
  PersonRead: PersonRead;
  DraftChanged: DraftChanged;
  RoomChanged: RoomChanged;
  RoomGained: RoomGained;
  RoomLost: RoomLost;
  RoomRead: RoomRead;
  UserChanged: UserChanged;
  PresenceChanged: PresenceChanged;
  Typing: Typing;
  RoomLevelChanged: RoomLevelChanged;
  OwnSettingsChanged: OwnSettingsChanged;
  BlocklistChanged: BlocklistChanged;
  SessionEnded: SessionEnded;
  AdminChanged: AdminChanged;
}
