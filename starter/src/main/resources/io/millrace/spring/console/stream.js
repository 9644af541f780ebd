// The connection to the service: snapshots as they come, again after it was lost, and not while nobody looks.

const RETRY_MILLIS = 2_000;
const SILENT_MILLIS = 6_000;
const HIDDEN_MILLIS = 60_000;

/** Calls `onSnapshot` with each snapshot, and `onState` with 'live', 'waiting', 'lost' or 'paused' whenever that changes. */
export function follow(onSnapshot, onState) {
  let source = null;
  let silence = null;
  let retry = null;
  let hiding = null;

  function connect() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource("stream");
    source.addEventListener("snapshot", (event) => {
      onState("live");
      listen();
      onSnapshot(JSON.parse(event.data));
    });
    source.addEventListener("error", lost);
    listen();
  }

  /** A connection may be dead without a word: who hears nothing for a while asks again. */
  function listen() {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENT_MILLIS);
  }

  function lost() {
    onState("lost");
    clearTimeout(silence);
    clearTimeout(retry);
    source?.close();
    source = null;
    if (!document.hidden) {
      retry = setTimeout(connect, RETRY_MILLIS);
    }
  }

  function rest() {
    onState("paused");
    clearTimeout(silence);
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(rest, HIDDEN_MILLIS);
    } else if (source === null) {
      connect();
    }
  });
  // A page that is kept for the way back would keep its connection, and read nothing.
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
}
