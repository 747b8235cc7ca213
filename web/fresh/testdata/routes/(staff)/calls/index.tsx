export default function Calls() {
  return <h1>list</h1>;
}
