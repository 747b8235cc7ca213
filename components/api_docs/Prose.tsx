/** Text with paragraphs and `code`, as descriptions have it. */
export function Prose(props: { text: string }) {
  return (
    <>
      {props.text.split(/\n\n+/).filter(Boolean).map((paragraph) => (
        <p key={paragraph}>
          <Coded text={paragraph} />
        </p>
      ))}
    </>
  );
}

/** One line of it. */
export function Coded(props: { text: string }) {
  return <>{props.text.split("`").map((part, n) => n % 2 ? <code key={n}>{part}</code> : part)}</>;
}
