/**
 * SIP: transports, trunks, desk phones. Browser phones are not here: they are made through ARI at log-in
 * (see provisioning.ts) and live in the memory wizard of sorcery.conf.
 */
import type { AsteriskSettings, Desk, Trunk } from "../settings.ts";
import { section } from "./ini.ts";

export function pjsipConf({ sip, http, trunks, desks }: AsteriskSettings): string {
  const media = {
    direct_media: false,
    media_address: sip.address,
    bind_rtp_to_media_address: true,
    rtp_symmetric: true,
    dtmf_mode: "rfc4733",
  };
  return [
    section("global", {
      type: "global",
      user_agent: "Kommutator",
      // A phone is known by its user name before its address: SIPp and phones may share one host.
      endpoint_identifier_order: "auth_username,username,ip",
      keep_alive_interval: 30,
      // The default, "global", makes PJSIP ignore new INVITEs whenever a Stasis queue passes 500 tasks.
      taskprocessor_overload_trigger: "pjsip_only",
    }),
    section("system", { type: "system", timer_t1: 500, timer_b: 32_000 }),
    section("transport-udp", { type: "transport", protocol: "udp", bind: `${sip.address}:${sip.port}` }),
    // The port is ignored: SIP over WebSocket lives on http.conf's.
    section("transport-ws", { type: "transport", protocol: "ws", bind: `${http.address}:${http.port}` }),
    ...trunks.flatMap((trunk) => trunkSections(trunk, media)),
    section("desk-phone", {
      type: "endpoint",
      context: "from-agent",
      disallow: "all",
      allow: "alaw,ulaw,g722",
      ...media,
      identify_by: "auth_username,username",
      // Else a re-INVITE goes out after every bridge join.
      send_connected_line: false,
      trust_id_inbound: false,
      rtp_timeout: 60,
      rtp_timeout_hold: 600,
    }, { template: true }),
    ...desks.flatMap(deskSections),
  ].join("\n");
}

function trunkSections(
  { name, address, match, codecs, language, account }: Trunk,
  media: Record<string, string | boolean>,
) {
  const [auth, registration] = [`${name}-auth`, `${name}-registration`];
  return [
    section(name, {
      type: "endpoint",
      context: "from-trunk",
      disallow: "all",
      allow: codecs.join(","),
      aors: name,
      language,
      ...media,
      identify_by: "ip",
      send_connected_line: false,
      rtp_timeout: 60,
      rtp_timeout_hold: 600,
      outbound_auth: account ? auth : undefined,
      from_user: account?.user,
    }),
    section(name, { type: "aor", contact: `sip:${address}` }),
    section(name, { type: "identify", endpoint: name, match }),
    ...(account
      ? [
        section(auth, { type: "auth", auth_type: "userpass", username: account.user, password: account.password }),
        section(registration, {
          type: "registration",
          outbound_auth: auth,
          server_uri: `sip:${account.server}`,
          client_uri: `sip:${account.user}@${account.server}`,
          contact_user: account.user,
          retry_interval: 30,
          forbidden_retry_interval: 300,
          max_retries: 1_000_000,
        }),
      ]
      : []),
  ];
}

function deskSections({ name, password, contact, callerId }: Desk) {
  return [
    section(name, {
      aors: name,
      auth: password === undefined ? undefined : name,
      callerid: callerId,
    }, { like: "desk-phone" }),
    section(name, {
      type: "aor",
      contact: contact ? `sip:${name}@${contact}` : undefined,
      max_contacts: contact ? undefined : 1,
      remove_existing: contact ? undefined : true,
      qualify_frequency: contact ? 0 : 30,
    }),
    ...(password === undefined
      ? []
      : [section(name, { type: "auth", auth_type: "userpass", username: name, password })]),
  ];
}
