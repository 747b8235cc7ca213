/** Anything that was thrown. Says the status, never the message of an unexpected error. */
import type { PageProps } from "fresh";
import { problemOf } from "@/web/errors.ts";
import { Fault } from "@/components/Fault.tsx";

export default function ErrorPage({ error }: PageProps) {
  return <Fault status={problemOf(error).status} />;
}
