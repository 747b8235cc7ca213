/** The few lines that put a form into another site's page: a frame as high as the form, told how the person came. */

export function embedScript(key: string): string {
  return `(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const came = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (/^(utm_[a-z_]+|gclid|yclid)$/.test(name)) came.set(name, value);
  }
  came.set("page", location.href.slice(0, 500));
  if (document.referrer) came.set("referrer", document.referrer.slice(0, 500));
  const frame = document.createElement("iframe");
  frame.src = origin + "/f/${key}?" + came;
  frame.title = script.dataset.title || "";
  frame.style.cssText = "width:100%;border:0;display:block;height:420px;color-scheme:normal";
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const height = event.data && event.data.kommutatorForm;
    if (height > 0 && height < 10000) frame.style.height = Math.ceil(height) + "px";
  });
  script.after(frame);
})();
`;
}
