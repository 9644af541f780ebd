// How numbers, times and amounts are written.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const euros = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const regions = new Intl.DisplayNames("en", { type: "region" });

export const count = (number) => whole.format(number);
export const rate = (number) => (number < 10 ? oneDecimal : whole).format(number);
export const amount = (number) => euros.format(number);
export const time = (iso) => clock.format(new Date(iso));
export const share = (number) => (number === null ? "–" : `${whole.format(number * 100)} %`);
export const country = (code) => regions.of(code) ?? code;
export const label = (constant) => constant.toLowerCase().replaceAll("_", " ");

export function millis(number) {
  if (number >= 10000) {
    return `${oneDecimal.format(number / 1000)} s`;
  }
  return `${(number < 100 ? oneDecimal : whole).format(number)} ms`;
}

/** Returns milliseconds for the scale of a chart. */
export function axis(number) {
  return number < 1000 ? `${Number(number.toPrecision(3))} ms` : `${Number((number / 1000).toPrecision(3))} s`;
}

export function duration(number) {
  return number < 1000 ? `${whole.format(number)} ms` : `${new Intl.NumberFormat("en").format(number / 1000)} s`;
}

export function age(number) {
  return number < 90000 ? `${whole.format(number / 1000)} s ago` : `${whole.format(number / 60000)} min ago`;
}

/** Returns how long something is, for people: tenths of seconds at first. */
export function ago(number) {
  const seconds = Math.max(0, number) / 1000;
  if (seconds < 60) {
    return `${oneDecimal.format(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Returns the milliseconds between two times in ISO 8601, to the microsecond. */
export function millisBetween(from, to) {
  return (micros(to) - micros(from)) / 1000;
}

function micros(iso) {
  const [, toSecond, fraction = ""] = /^(.*?:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(iso) ?? [];
  return toSecond ? Date.parse(`${toSecond}Z`) * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6)) : Date.parse(iso) * 1000;
}
