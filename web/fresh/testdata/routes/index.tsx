import { signal } from "@preact/signals";
import { Head } from "fresh/runtime";
import { define } from "../define.ts";
import Counter from "../islands/Counter.tsx";
import Panel from "../islands/Panel.tsx";
import { Twice } from "../islands/Panel.tsx";

export default define.page(() => {
  const count = signal(3);
  return (
    <>
      <Head>
        <title>home</title>
        <meta name="theme" content="x" />
      </Head>
      <Counter id="a" count={count} since={new Date(0)} />
      <Counter id="b" count={count} since={new Date(1000)} />
      <Panel open title={<b id="title">title</b>}>
        <p id="slot">
          &lt;/script&gt;<input value="1" />
        </p>
        <Counter id="c" count={signal(10)} since={new Date(0)} />
      </Panel>
      <Panel open={false} title={<i>closed</i>}>
        <p id="hidden">hidden</p>
        <Counter id="d" count={count} since={new Date(0)} />
      </Panel>
      <Twice text="</script><!--" />
    </>
  );
});
