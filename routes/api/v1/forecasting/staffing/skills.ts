/**
 * Queues that share agents, played for one hour: lines of JSON, the first of them who is there, then how many rooms were
 * played, the last one what is needed. Whoever closes the connection stops the play.
 */
import { mayPlay, playSkills } from "@/ml/staffing/skills_play.ts";
import { type SkillsRoom, skillsRoom } from "@/ml/staffing/skills_room.ts";
import { skillsBody } from "@/routes/(_door)/api_schemas/staffing.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { clockOf, NO_MODEL } from "@/routes/(_door)/staffing.ts";

const TYPE = "application/x-ndjson";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/forecasting/staffing/skills",
  id: "playSkills",
  tag: "staffing",
  needs: ["analytics.view"],
  body: skillsBody,
  response: bytes,
  file: [TYPE],
  statuses: NO_MODEL,
  work: async ({ input, access, ctx }) => {
    const room = await skillsRoom(ctx.state.store, access, { ...clockOf(ctx), ...input });
    if (!room.ok) return room;
    if (!mayPlay()) return { ok: false, code: "staffing.error.busy" };
    const headers = { "content-type": TYPE, "cache-control": "no-store" };
    return { ok: true, value: new Response(played(room.value), { headers }) };
  },
}));

function played({ task, groups }: SkillsRoom): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  return new ReadableStream({
    async start(controller) {
      // What the Worker had still said when the browser left is told to nobody.
      const tell = (line: unknown) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      tell({ say: "room", groups, queues: task.room.queues.map(({ needs: _, ...queue }) => queue) });
      try {
        const value = await playSkills(task, {
          signal: gone.signal,
          onRooms: (rooms) => tell({ say: "played", rooms }),
        });
        tell({ say: "done", ...value });
        if (!gone.signal.aborted) controller.close();
      } catch (error) {
        if (!gone.signal.aborted) controller.error(error);
      }
    },
    cancel: () => gone.abort(),
  });
}
