import type { PageProps } from "fresh";

export default function Layout({ Component }: PageProps) {
  return (
    <main>
      <a href="/calls">1</a>
      <Component />
    </main>
  );
}
