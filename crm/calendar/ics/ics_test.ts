/** Files for other calendars: by the rules of RFC 5545, and as an independent parser (ical.js) reads them. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import ICAL from "npm:ical.js@2.2.1";
import { icsOf, type IcsTask } from "@/crm/calendar/ics/calendar.ts";
import { fold, text } from "@/crm/calendar/ics/text.ts";
import { zoneOf } from "@/crm/calendar/ics/zone.ts";
import { serialise } from "@/crm/calendar/ics/text.ts";
import { offsetAt } from "@/crm/record/days.ts";

const TASK: IcsTask = {
  id: "0190aaaa-0000-7000-8000-000000000001",
  name: "Call Anna",
  type: "call",
  status: "open",
  priority: "high",
  due: Date.parse("2026-05-12T14:00:00Z"),
  allDay: false,
  minutes: 45,
  repeat: "",
  rhythm: null,
  reminders: [{ minutes: 15, channels: ["app"] }],
  note: "",
  tags: ["vip, old"],
  version: 4,
  created: Date.parse("2026-05-01T10:00:00Z"),
  updated: Date.parse("2026-05-02T10:00:00Z"),
};

const write = (tasks: IcsTask[], timeZone = "Europe/Moscow") =>
  icsOf(tasks, {
    name: "Anna",
    timeZone,
    domain: "crm.example",
    doneMark: "✓",
    event: ({ id }) => ({ url: `https://crm.example/tasks/${id}`, about: "Vector", category: "Call" }),
  });

interface Parsed {
  events: { component: InstanceType<typeof ICAL.Component>; event: InstanceType<typeof ICAL.Event> }[];
  root: InstanceType<typeof ICAL.Component>;
}

function parse(file: string): Parsed {
  const root = new ICAL.Component(ICAL.parse(file));
  for (const zone of root.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = root.getAllSubcomponents("vevent").map((component) => ({
    component,
    event: new ICAL.Event(component),
  }));
  return { root, events };
}

Deno.test("an event has what RFC 5545 wants of it, or calendars drop it without a word", () => {
  const { root, events: [{ component, event }] } = parse(write([TASK]));
  assert.equal(root.getFirstPropertyValue("version"), "2.0");
  assert.ok(root.getFirstPropertyValue("prodid"));
  assert.equal(event.uid, "0190aaaa-0000-7000-8000-000000000001@crm.example");
  assert.equal(event.summary, "Call Anna");
  assert.equal(event.startDate.toJSDate().toISOString(), "2026-05-12T14:00:00.000Z");
  assert.equal(event.endDate.toJSDate().toISOString(), "2026-05-12T14:45:00.000Z");
  assert.equal(component.getFirstPropertyValue("sequence"), 3);
  assert.equal(`${component.getFirstPropertyValue("dtstamp")}`, "2026-05-02T10:00:00Z");
  assert.equal(component.getFirstPropertyValue("status"), "CONFIRMED");
  assert.equal(component.getFirstPropertyValue("priority"), 1);
  assert.deepEqual(component.getFirstProperty("categories")?.getValues(), ["Call", "vip, old"]);
  const [alarm] = component.getAllSubcomponents("valarm");
  assert.equal(alarm.getFirstPropertyValue("action"), "DISPLAY");
  assert.equal(`${alarm.getFirstPropertyValue("trigger")}`, "-PT15M");
  assert.ok(alarm.getFirstPropertyValue("description"));
});

Deno.test("done, cancelled, deadlines and whole days look like what they are", () => {
  const { events } = parse(write([
    { ...TASK, id: "done", status: "done" },
    { ...TASK, id: "cancelled", status: "cancelled" },
    { ...TASK, id: "deadline", minutes: null },
    { ...TASK, id: "day", allDay: true, minutes: null, due: Date.parse("2026-05-11T21:00:00Z") },
  ]));
  const [done, cancelled, deadline, day] = events;
  assert.equal(done.event.summary, "✓ Call Anna");
  assert.equal(done.component.getAllSubcomponents("valarm").length, 0, "no reminder of what is done");
  assert.equal(cancelled.component.getFirstPropertyValue("status"), "CANCELLED");
  assert.equal(deadline.component.hasProperty("dtend"), false);
  assert.equal(deadline.component.getFirstPropertyValue("transp"), "TRANSPARENT");
  assert.ok(day.event.startDate.isDate);
  assert.equal(day.event.startDate.toString(), "2026-05-12", "the day of the site's zone");
  assert.equal(day.event.endDate.toString(), "2026-05-13");
});

Deno.test("a meeting every week stays at ten when clocks change, or half the year it is at nine", () => {
  const due = Date.parse("2026-03-20T09:00:00Z"); // 10:00 in Berlin's winter
  const file = write([{ ...TASK, due, repeat: "FREQ=WEEKLY;COUNT=4" }], "Europe/Berlin");
  const { events: [{ event }] } = parse(file);
  const times = event.iterator();
  const seen: string[] = [];
  for (let next = times.next(); next; next = times.next()) seen.push(next.toJSDate().toISOString());
  assert.deepEqual(seen, [
    "2026-03-20T09:00:00.000Z",
    "2026-03-27T09:00:00.000Z",
    "2026-04-03T08:00:00.000Z",
    "2026-04-10T08:00:00.000Z",
  ]);
});

Deno.test("one time of a series that was moved is an exception of it and not a second series", () => {
  const rhythm = Date.parse("2026-05-12T07:00:00Z");
  const { events } = parse(write([{ ...TASK, due: rhythm + 7_200_000, rhythm, repeat: "FREQ=DAILY;UNTIL=20260520" }]));
  assert.equal(events.length, 2);
  const [series, moved] = events;
  assert.equal(series.event.uid, moved.event.uid);
  assert.match(`${series.component.getFirstPropertyValue("rrule")}`, /UNTIL=2026-?05-?20T23:?59:?59Z/);
  assert.equal(moved.component.hasProperty("rrule"), false);
  assert.equal(moved.event.recurrenceId.toString(), series.event.startDate.toString());
  series.event.relateException(moved.component);
  const first = series.event.getOccurrenceDetails(series.event.startDate);
  assert.equal(first.startDate.toJSDate().getTime(), rhythm + 7_200_000);
});

Deno.test("a zone's file tells the same offsets as the zone, or events land an hour beside their time", () => {
  for (const zone of ["Europe/Moscow", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]) {
    const from = Date.parse("2026-03-01T00:00:00Z");
    const root = new ICAL.Component(ICAL.parse(serialise(zoneOf(zone, from))));
    const parsed = new ICAL.Timezone(root);
    for (let at = from; at < from + 3 * 365 * 86_400_000; at += 11 * 86_400_000) {
      const local = new Date(at + offsetAt(at, zone)).toISOString().slice(0, 19);
      const time = ICAL.Time.fromDateTimeString(local);
      time.zone = parsed;
      assert.equal(time.toJSDate().getTime(), at, `${zone} ${local}`);
    }
  }
});

const words = fc.string({ unit: "grapheme", maxLength: 300 });

Deno.test("no line is longer than 75 octets, none cuts a character, and unfolding gives the line back", () => {
  fc.assert(fc.property(words.filter((one) => !/[\r\n]/.test(one)), (line) => {
    const folded = fold(line);
    for (const part of folded.split("\r\n")) {
      assert.ok(new TextEncoder().encode(part).length <= 75);
      assert.ok(part.isWellFormed() || !line.isWellFormed());
    }
    assert.equal(folded.replaceAll("\r\n ", ""), line);
  }));
});

Deno.test("whatever stands in a name or a note comes out of another program as it went in", () => {
  fc.assert(
    fc.property(words, words, (name, note) => {
      // Control characters are none of iCalendar's.
      // deno-lint-ignore no-control-regex -- they are what is taken out
      const clean = (one: string) => one.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
      const file = write([{ ...TASK, name, note }]);
      assert.ok(file.endsWith("END:VCALENDAR\r\n"));
      assert.ok(!/[^\r]\n/.test(file), "lines end by CRLF");
      const { events: [{ event }] } = parse(file);
      assert.equal(event.summary ?? "", clean(name));
      if (clean(note)) assert.equal(event.description, `Vector\n\n${clean(note)}`);
    }),
    { numRuns: 200 },
  );
  assert.equal(text("a;b,c\\d\r\ne"), "a\\;b\\,c\\\\d\\ne");
});
