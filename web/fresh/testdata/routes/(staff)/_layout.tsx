import type { PageProps } from "fresh";

export default function Staff({ Component }: PageProps) {
  return (
    <section class="staff">
      <Component />
    </section>
  );
}
