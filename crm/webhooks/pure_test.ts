import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { bytesOf, isPublicAddress } from "@/crm/webhooks/address.ts";
import { GIVE_UP_MS, matches, MOST_ATTEMPTS, pauseAfter, pauseOfAll } from "@/crm/webhooks/schedule.ts";
import { newSecret, sign, TOLERANCE_S, verify } from "@/crm/webhooks/signature.ts";
import { createWebhookSchema } from "@/crm/webhooks/schemas.ts";

Deno.test("no address inside the network passes, however it is written, or a webhook reads the metadata", () => {
  const inside = [
    ..."0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1".split(" "),
    ..."172.31.255.255 192.168.1.1 192.0.0.192 198.18.0.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255".split(
      " ",
    ),
    ...":: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:7f00:1".split(
      " ",
    ),
    ..."0:0:0:0:0:ffff:a9fe:a9fe ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1".split(" "),
    ..."2002:7f00:1:: 2002:a00:1::1 2001::1 64:ff9b:1::1 5f00::1 100::1 3fff::1".split(" "),
    ..."localhost example.com 1.2.3 1.2.3.4.5 01.2.3.4 256.1.1.1 1.2.3.4:80 [::1] 0x7f.1 2130706433".split(" "),
    "",
    ":::",
    "1::2::3",
    "12345::",
    "::1.2.3.400",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8",
  ];
  for (const address of inside) assert.equal(isPublicAddress(address), false, address);
  const outside = ["1.1.1.1", "8.8.8.8", "77.88.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2a02:6b8::feed:ff"];
  for (const address of [...outside, "2606:4700:4700::1111", "::ffff:8.8.8.8", "2002:808:808::", "64:ff9b::8.8.8.8"]) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

Deno.test("an IPv4 address is judged the same in all its IPv6 clothes", () => {
  fc.assert(fc.property(fc.tuple(...[0, 1, 2, 3].map(() => fc.nat(255))), (bytes) => {
    const plain = bytes.join(".");
    const hex = (at: number) => (bytes[at] * 256 + bytes[at + 1]).toString(16);
    for (
      const dressed of [
        `::ffff:${plain}`,
        `::ffff:${hex(0)}:${hex(2)}`,
        `0:0:0:0:0:ffff:${plain}`,
        `2002:${hex(0)}:${hex(2)}::`,
      ]
    ) {
      assert.equal(isPublicAddress(dressed), isPublicAddress(plain), dressed);
    }
  }));
  fc.assert(fc.property(fc.string({ maxLength: 45 }), (text) => {
    const bytes = bytesOf(text);
    assert.ok(bytes === null || bytes.length === 4 || bytes.length === 16);
  }));
  fc.assert(fc.property(fc.ipV6(), (text) => assert.equal(bytesOf(text)?.length, 16, text)));
});

Deno.test("a signature is believed with its secret, its body and its time, and with nothing else", () => {
  const secret = newSecret();
  const body = '{"type":"lead.created"}';
  const atMs = 1_760_000_000_000;
  const header = sign(body, { secrets: [secret, "whsec_old"], atMs });
  const check = (change: Partial<Parameters<typeof verify>[1]>, given = body) =>
    verify(given, { header, secret, nowMs: atMs, ...change });
  assert.match(secret, /^whsec_[\w-]{43}$/);
  assert.equal(check({}), true);
  assert.equal(check({ secret: "whsec_old" }), true, "the old secret works during the grace");
  assert.equal(check({ secret: newSecret() }), false);
  assert.equal(check({}, body + " "), false);
  assert.equal(check({ nowMs: atMs + (TOLERANCE_S + 1) * 1_000 }), false, "a copied request grows old");
  assert.equal(check({ header: header.replace(/^t=\d+/, "t=1760000001") }), false);
  for (const bad of ["", "t=,v1=", "v1=abc", `t=1760000000,v1=${"0".repeat(64)}`, ",,,=", "t=NaN,v1=x"]) {
    assert.equal(check({ header: bad }), false, bad);
  }
});

Deno.test("tries follow ever slower for about a day and then end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: MOST_ATTEMPTS, maxLength: MOST_ATTEMPTS }),
      (random) => {
        let total = 0;
        let before = 0;
        for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
          const pause = pauseAfter(attempt, random[attempt])!;
          assert.ok(pause >= Math.min(before, 6 * 3_600_000) * 0.66, "never faster again");
          before = pause;
          total += pause;
        }
        assert.equal(pauseAfter(MOST_ATTEMPTS, random[0]), null);
        assert.ok(total > 16 * 3_600_000 && total < 26 * 3_600_000, `${total / 3_600_000} h`);
        assert.ok(total < GIVE_UP_MS);
      },
    ),
  );
  assert.ok(pauseOfAll(1) <= pauseAfter(1, 0)!, "one failure does not hold back longer than its own pause");
  assert.equal(pauseOfAll(50), 600_000);
});

Deno.test("patterns mean what they say", () => {
  assert.ok(
    matches("lead.created", ["*"]) && matches("lead.created", ["lead.*"]) && matches("lead.created", ["lead.created"]),
  );
  assert.ok(!matches("leader.created", ["lead.*"]) && !matches("lead.created", ["lead.updated", "contact.*"]));
});

Deno.test("addresses that are no web address, or carry a log-in, are refused by name", () => {
  const base = { name: "Shop", events: ["lead.*"] };
  const good = (url: string) => createWebhookSchema.safeParse({ ...base, url }).success;
  assert.ok(good("https://shop.example/hooks?key=1") && good("http://10.0.0.1:8080/"));
  for (
    const url of [
      "",
      "shop.example",
      "ftp://x.example",
      "file:///etc/passwd",
      "https://a:b@x.example",
      "https://x.example/#f",
      "javascript:alert(1)",
    ]
  ) {
    assert.equal(good(url), false, url);
  }
  for (const events of [[], ["lead"], ["lead.*.x"], ["*.created"], ["Lead.created"], ["lead."]]) {
    assert.equal(createWebhookSchema.safeParse({ ...base, url: "https://x.example", events }).success, false);
  }
});
