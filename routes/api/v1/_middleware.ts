/** What all of `/api/v1` shares besides who may enter: requests with a key are done once. */
import { onceByKey } from "@/routes/(_door)/idempotent.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handler = define.middleware(onceByKey);
