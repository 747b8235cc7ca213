export default function Missing() {
  return <h1 class="error">none</h1>;
}
