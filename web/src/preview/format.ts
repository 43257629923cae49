import type { Figure, Money } from "./data";
import { directionOf } from "./words";

const EM_DASH = "—";
// To make one takes a browser longer than to show a whole panel. A page needs a dozen of each.
const numbers = new Map<string, Intl.NumberFormat>();
const moments = new Map<string, Intl.DateTimeFormat>();

/** Numbers, money and times as people of a language write them; dates in the creator's own time zone. */
export class Format {
  constructor(
    readonly language: string,
    private readonly timeZone: string | undefined,
  ) {}

  /** Exact: the amount stays the text that it came as. */
  money({ amount, currencyCode }: Money): string {
    // The types know no decimal text; the browsers do, and lose no digit of it.
    const told = this.number({ style: "currency", currency: currencyCode }).format(amount as unknown as number);
    // From right to left "US$" would read "$US": an amount is one piece, with a direction of its own.
    return directionOf(this.language) === "rtl" ? `\u2066${told.replaceAll("\u200f", "")}\u2069` : told;
  }

  count(value: number): string {
    const options: Intl.NumberFormatOptions =
      Math.abs(value) >= 1_000_000 ? { notation: "compact", maximumFractionDigits: 1 } : { maximumFractionDigits: 1 };
    return this.number(options).format(value);
  }

  decimal(value: string): string {
    return this.number({ maximumFractionDigits: 2 }).format(value as unknown as number);
  }

  /** So much of a milestone's unit; of one that has no form of its own, with the word for it. */
  progress(value: string, unit: string, word: string): string {
    const units: Record<string, Intl.NumberFormatOptions> = {
      DAYS: { style: "unit", unit: "day", unitDisplay: "long" },
      HOURS: { style: "unit", unit: "hour", unitDisplay: "narrow" },
    };
    if (unit === "USD") return this.money({ amount: value, currencyCode: "USD" });
    const options = units[unit];
    if (options === undefined) return `${this.decimal(value)} ${word}`.trim();
    return this.number({ ...options, maximumFractionDigits: 2 }).format(value as unknown as number);
  }

  rate(value: number): string {
    return this.number({ style: "percent", maximumFractionDigits: value < 0.01 ? 2 : 1 }).format(value);
  }

  /** A change against something, with its sign. */
  delta(value: number): string {
    return this.number({ style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(value);
  }

  /** Seconds as hours, minutes and seconds, the two largest of them. */
  duration(seconds: number): string {
    const whole = Math.max(0, Math.round(seconds));
    const parts: [number, string][] = [
      [Math.floor(whole / 3600), "hour"],
      [Math.floor((whole % 3600) / 60), "minute"],
      [whole % 60, "second"],
    ];
    const first = parts.findIndex(([count]) => count > 0);
    const told = first < 0 ? parts.slice(2) : parts.slice(first, first + 2).filter(([count]) => count > 0);
    return told
      .map(([count, unit]) => this.number({ style: "unit", unit, unitDisplay: "narrow" }).format(count))
      .join(" ");
  }

  /** A running clock, as in 1:05:09. */
  clock(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (value: number) => String(value).padStart(2, "0");
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
    return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
  }

  date(moment: string): string {
    return this.when(moment, { dateStyle: "medium" });
  }

  dateAndTime(moment: string): string {
    return this.when(moment, { dateStyle: "medium", timeStyle: "short" });
  }

  day(moment: string): string {
    return this.when(moment, { day: "numeric", month: "short" });
  }

  /** How long ago it was, by the clock that is told. */
  age(moment: string, now: number): string {
    const seconds = Math.round((Date.parse(moment) - now) / 1000);
    const relative = new Intl.RelativeTimeFormat(this.language, { numeric: "auto" });
    if (Math.abs(seconds) < 60) return relative.format(seconds, "second");
    if (Math.abs(seconds) < 3600) return relative.format(Math.round(seconds / 60), "minute");
    if (Math.abs(seconds) < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
    return relative.format(Math.round(seconds / 86_400), "day");
  }

  /** A value of the kind that the metric has. */
  ofMetric(metric: string, value: number, currencyCode: string | null): string {
    if (currencyCode !== null) return this.money({ amount: String(value), currencyCode });
    if (metric.endsWith("_RATE") || metric.endsWith("_CTR")) return this.rate(value);
    if (metric.includes("SECONDS")) return this.duration(value);
    return this.count(value);
  }

  /** A figure's value; a dash where there is none. */
  figure(figure: Figure): string {
    if (figure.money) return this.money(figure.money);
    if (typeof figure.count === "number") return this.count(figure.count);
    if (typeof figure.rate === "number") return this.rate(figure.rate);
    if (typeof figure.seconds === "number") return this.duration(figure.seconds);
    if (typeof figure.average === "number") return this.count(figure.average);
    return EM_DASH;
  }

  private number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = `${this.language} ${JSON.stringify(options)}`;
    return known(numbers, key, () => new Intl.NumberFormat(this.language, options));
  }

  private when(moment: string, options: Intl.DateTimeFormatOptions): string {
    const inZone = this.timeZone === undefined ? options : { ...options, timeZone: this.timeZone };
    const key = `${this.language} ${JSON.stringify(inZone)}`;
    return known(moments, key, () => new Intl.DateTimeFormat(this.language, inZone)).format(new Date(moment));
  }
}

/** The number in a figure, to draw it. Null: there is none. */
export function numberIn(figure: Figure): number | null {
  if (figure.money) return Number(figure.money.amount);
  return figure.count ?? figure.rate ?? figure.seconds ?? figure.average ?? null;
}

function known<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  const found = all.get(key) ?? make();
  all.set(key, found);
  return found;
}
