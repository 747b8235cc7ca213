import Live from "../islands/Live.tsx";

export default function LivePage() {
  return <Live topic="agent/1" />;
}
