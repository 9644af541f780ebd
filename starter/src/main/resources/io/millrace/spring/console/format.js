// How numbers and times are written.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

export const NONE = "–";

export const count = (number) => (number === null || number === undefined ? NONE : whole.format(number));
export const short = (number) => (number < 10_000 ? whole.format(number) : compact.format(number));
export const percent = (share) => `${whole.format(share * 100)} %`;
export const time = (when) => clock.format(new Date(when));

/** Writes a number of records a second. */
export function rate(number) {
  if (number === null || number === undefined) {
    return NONE;
  }
  return number > 0 && number < 10 ? oneDecimal.format(number) : short(number);
}

/** Writes milliseconds so that two or three digits matter, and nothing is told of less than 10 microseconds. */
export function millis(number) {
  if (number === null || number === undefined) {
    return NONE;
  }
  if (number < 1) {
    return number > 0 && number < 0.01 ? "<0.01 ms" : `${Number(number.toFixed(2))} ms`;
  }
  return number < 1000 ? `${number < 10 ? oneDecimal.format(number) : whole.format(number)} ms` : seconds(number / 1000);
}

/** Writes seconds as people say them. */
export function seconds(number) {
  if (number === null || number === undefined) {
    return NONE;
  }
  if (number < 1) {
    return number <= 0 ? "0 s" : millis(number * 1000);
  }
  if (number < 10) {
    return `${oneDecimal.format(number)} s`;
  }
  if (number < 120) {
    return `${whole.format(number)} s`;
  }
  if (number < 7200) {
    return `${whole.format(number / 60)} min`;
  }
  return number < 172_800 ? `${whole.format(number / 3600)} h` : `${whole.format(number / 86_400)} d`;
}

export const ago = (number) => (number === null || number === undefined ? NONE : `${seconds(number)} ago`);

export function bytes(number) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (number >= 1024 && unit < units.length - 1) {
    number /= 1024;
    unit++;
  }
  return `${unit > 0 && number < 10 ? oneDecimal.format(number) : whole.format(number)} ${units[unit]}`;
}

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
