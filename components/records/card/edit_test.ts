import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { begin, type Draft, type Edit, type Event, isConflict, isDirty, reduce, type ToDraft } from "./edit.ts";

const text: ToDraft = (value) => typeof value === "string" ? value : "";
const run = (edit: Edit, ...events: Event[]) => events.reduce((state, event) => reduce(state, event, text), edit);

Deno.test("others' changes come in at once where nobody is, and wait beside what somebody types", () => {
  const idle = run(begin("Анна", text), { do: "live", known: "Анна П." });
  assert.equal(idle.draft, "Анна П.");
  const typing = run(begin("Анна", text), { do: "focus" }, { do: "type", draft: "Анна И" }, {
    do: "live",
    known: "Анна П.",
  });
  assert.equal(typing.draft, "Анна И");
  assert.ok(isConflict(typing, text));
  const theirs = run(typing, { do: "take-theirs" });
  assert.deepEqual([theirs.draft, isDirty(theirs, text), isConflict(theirs, text)], ["Анна П.", false, false]);
  const mine = run(typing, { do: "keep-mine" });
  assert.deepEqual([mine.draft, mine.base, isConflict(mine, text)], ["Анна И", "Анна П.", false]);
});

Deno.test("one's own save that comes back as news is no conflict", () => {
  const sent = run(begin("a", text), { do: "focus" }, { do: "type", draft: "b" }, { do: "send" }, {
    do: "live",
    known: "b",
  });
  assert.ok(!isConflict(sent, text));
  const saved = run(sent, { do: "saved", known: "b" });
  assert.deepEqual([saved.draft, saved.saved, isDirty(saved, text)], ["b", true, false]);
});

Deno.test("what is typed while a save is on its way stays, and a refused save keeps the text", () => {
  const on = run(begin("a", text), { do: "type", draft: "ab" }, { do: "send" }, { do: "type", draft: "abc" }, {
    do: "saved",
    known: "ab",
  });
  assert.deepEqual([on.draft, on.saved, isDirty(on, text)], ["abc", false, true]);
  const refused = run(begin("a", text), { do: "type", draft: "x" }, { do: "send" }, {
    do: "refused",
    refused: { code: "records.error.bad-url" },
  });
  assert.deepEqual([refused.draft, refused.refused?.code, isDirty(refused, text)], [
    "x",
    "records.error.bad-url",
    true,
  ]);
});

Deno.test("a draft that a reload brought back meets what others wrote since", () => {
  const back = run(begin("theirs", text), { do: "restore", draft: "mine", base: "old" });
  assert.ok(isConflict(back, text));
  assert.equal(back.draft, "mine");
});

Deno.test("nothing but the person's own keys and choices ever changes typed text", () => {
  const word = fc.constantFrom("", "a", "b", "ab");
  const foreign: fc.Arbitrary<Event> = fc.oneof(
    fc.record({ do: fc.constant("live" as const), known: word }),
    fc.constant({ do: "send" as const }),
    fc.constant({ do: "focus" as const }),
    fc.constant({ do: "blur" as const }),
    fc.constant({ do: "refused" as const, refused: { code: "x" } }),
  );
  fc.assert(fc.property(word, word, fc.array(foreign, { maxLength: 12 }), (known, typed: Draft, events) => {
    fc.pre(known !== typed);
    let edit = run(begin(known, text), { do: "focus" }, { do: "type", draft: typed });
    for (const event of events) {
      const mine = isDirty(edit, text);
      edit = run(edit, event);
      if (mine) assert.equal(edit.draft, typed);
      else return;
    }
  }));
});
