// Requests that are repeated after a limit, a lost connection or a full disk, until there is an answer.
import { ask } from "./connection.js";
import { on } from "../events.js";

const RETRY_MS = 1000;

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const connection = () =>
  new Promise((resolve) => {
    const end = on("connect", () => {
      end();
      resolve();
    });
  });

/** Resolves with the server's `ok`; rejects with an `error` that no retry would change. */
export const insist = async (event, data = {}) => {
  for (;;) {
    try {
      return await ask(event, data);
    } catch (error) {
      if (error.retry_after || error.code === "unavailable") await later(error.retry_after * 1000 || RETRY_MS);
      else if (["offline", "timeout"].includes(error.code)) await connection();
      else throw error;
    }
  }
};
