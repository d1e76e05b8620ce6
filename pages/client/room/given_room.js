// The answer to "open" that the page brings along, so that a room is shown before there is a connection.

/** What the page says about this room, if that includes the message `seq`, or `seq` is null; only once, then null. */
export const takeGivenRoom = (room, seq) => {
  const element = document.getElementById("opened-room");
  element?.remove();
  const given = JSON.parse(element?.textContent ?? "null");
  if (given?.room !== room) return null;
  const isHere = given.around === seq || given.answer.messages.some((message) => message.seq === seq);
  return isHere ? given.answer : null;
};
