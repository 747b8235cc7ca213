export default async function Today() {
  const text = await Promise.resolve("today");
  return <h1>{text}</h1>;
}
