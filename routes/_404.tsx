/** No such page. */
import { Fault } from "@/components/Fault.tsx";

export default function NotFound() {
  return <Fault status={404} />;
}
