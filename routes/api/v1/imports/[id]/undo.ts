/** Takes a whole import back. */
import { importStep } from "@/routes/(_door)/imports.ts";
import { serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(importStep("undo"));
