// Loads the room that a timeline is for, and catches up after an interruption. It ends with its timeline.
const AGAIN_MS = 1000,
  PEOPLE_MAX = 400,
  PAGE = 30;

const againIn = ({ retry_after }) => (retry_after ? retry_after * 1000 : AGAIN_MS);
const isLost = ({ code }) => code === "offline" || code === "timeout"; // the next connection asks again

/**
 * @typedef {object} Listener
 * @property {(answer: object, askedAt: number) => void} answered the timeline has taken an answer
 * @property {() => Promise<void> | void} opened the messages are here
 * @property {() => void} gone this person may not look into the room
 */
export class RoomRequests {
  /**
   * @param {import("./room_timeline.js").RoomTimeline} timeline
   * @param {(event: string, fields: object) => Promise<any>} ask
   * @param {Listener} listener
   */
  constructor(timeline, ask, listener) {
    this.timeline = timeline;
    this.ask = ask;
    this.listener = listener;
    this.isEnded = this.isOpening = this.isCatchingUp = this.mustRepeat = this.isLoading = false;
  }

  /** The window shows something else: ignore every answer from now on. */
  end() {
    this.isEnded = true;
  }

  /** Open the room around a message, or at its first unread one. A `given` answer is older than this window. */
  async open(around = null, given = null) {
    this.around = around;
    this.isOpening = true;
    if (given) this.mustRepeat = true;
    const { timeline } = this,
      asked = given ? 0 : performance.now();
    let answer;
    try {
      answer = given ?? (await this.ask("open", { room: timeline.id, around }));
    } catch (error) {
      this.isOpening = false;
      if (!this.isEnded) this.#openAgain(error);
      return;
    }
    this.isOpening = false;
    if (this.isEnded) return;
    timeline.opened(answer);
    this.listener.answered(answer, asked);
    await this.listener.opened();
    if (this.mustRepeat) this.catchUp();
  }

  #openAgain(error) {
    if (error.code === "not_found") return this.listener.gone();
    const isConnectedAgain = this.mustRepeat;
    this.mustRepeat = false;
    if (isLost(error) && !isConnectedAgain) return;
    setTimeout(() => this.isEnded || this.timeline.ready || this.isOpening || this.open(this.around), againIn(error));
  }

  /** Load everything that changed since the last revision that the timeline knows. */
  async catchUp() {
    if (this.isEnded) return;
    if (this.isCatchingUp || this.isOpening) {
      this.mustRepeat = true;
      return;
    }
    if (!this.timeline.ready) return this.open(this.around);
    this.mustRepeat = false;
    this.isCatchingUp = true;
    try {
      await this.#loadChanges();
    } catch (error) {
      if (error.code === undefined) console.error(error);
      if (this.isEnded) return;
      if (error.code === "not_found") this.listener.gone();
      else if (!isLost(error)) setTimeout(() => this.catchUp(), againIn(error));
    } finally {
      this.isCatchingUp = false;
      if (this.mustRepeat) {
        this.mustRepeat = false;
        this.catchUp();
      }
    }
  }

  async #loadChanges() {
    const { timeline } = this;
    for (let isComplete = false; !isComplete;) {
      const people = Object.keys(timeline.people).map(Number).slice(-PEOPLE_MAX),
        asked = performance.now();
      const answer = await this.ask("open", { room: timeline.id, since: timeline.revision, people });
      if (this.isEnded) return;
      timeline.caughtUp(answer);
      this.listener.answered(answer, asked);
      isComplete = answer.complete;
    }
  }

  /** Something else changed the room: an answer that is on its way may not include it. */
  repeatIfBusy() {
    if (this.isCatchingUp || this.isOpening) this.mustRepeat = true;
  }

  /** Load a page before or after the messages that are here, unless one is loading; true once `draw` has drawn it. */
  async page(isOlder, draw) {
    const { timeline } = this;
    if (!timeline.ready || this.isLoading) return false;
    this.isLoading = true;
    try {
      const edge = isOlder ? { before: timeline.messages[0].seq } : { after: timeline.messages.at(-1).seq };
      const answer = await this.ask("history", { room: timeline.id, ...edge, limit: PAGE });
      if (this.isEnded) return false;
      await draw(() => timeline.extend(answer, isOlder));
      return !this.isEnded;
    } finally {
      this.isLoading = false;
    }
  }
}
