/** The dialplan only hands calls to the application; it decides nothing, except what to do when nobody is there. */
import type { AsteriskSettings } from "../settings.ts";

export function extensionsConf(settings: AsteriskSettings): string {
  const { ari, queues, longestCallSeconds } = settings;
  return `[general]
static = yes
writeprotect = yes
autofallthrough = yes

; Calls from outside. The application may be restarting: try again each half second, then say that nobody is there.
[from-trunk]
${queues.map(peerQueue).join("")}${entry("_X.", settings)}${entry("_+X.", settings)}
; Calls that an agent's phone places, and its transfers, which come to the application as events.
[from-agent]
${
    ["_X.", "_+X.", "_[a-z].", "_X"].map((pattern) =>
      `exten => ${pattern},1,Set(PJSIP_TRANSFER_HANDLING()=ari-only)
 same => n,Set(TIMEOUT(absolute)=${longestCallSeconds})
 same => n,Stasis(${ari.app},agent,\${EXTEN})
 same => n,Hangup()
`
    ).join("")
  }
; Outgoing legs pass through here when an answering machine shall be told from a person.
[amd]
exten => _X.,1,Answer()
 same => n,AMD()
 same => n,Stasis(${ari.app},amd,\${AMDSTATUS},\${AMDCAUSE})
 same => n,Hangup()

[fallback]
${
    ["_X.", "_+X."].map((pattern) =>
      `exten => ${pattern},1,Answer()
 same => n,Playback(all-circuits-busy-now)
 same => n,Hangup(34)
`
    ).join("")
  }`;
}

function entry(pattern: string, { ari, applicationWaitSeconds, longestCallSeconds }: AsteriskSettings): string {
  return `exten => ${pattern},1,Set(KOM_TRY=0)
 same => n,Set(TIMEOUT(absolute)=${longestCallSeconds})
 same => n(try),Stasis(${ari.app},inbound,\${EXTEN})
 same => n,GotoIf($["\${STASISSTATUS}"="SUCCESS"]?done)
 same => n,Set(KOM_TRY=$[\${KOM_TRY}+1])
 same => n,GotoIf($[\${KOM_TRY}>${applicationWaitSeconds * 2}]?fallback,\${EXTEN},1)
 same => n,Ringing()
 same => n,Wait(0.5)
 same => n,Goto(try)
 same => n(done),Hangup()
`;
}

/** ",i": answer without waiting half a second for media, or app_queue would lose every comparison unfairly. */
function peerQueue({ name, pattern }: { name: string; pattern: string }): string {
  return `exten => ${pattern},1,Answer(,i)
 same => n,Queue(${name})
 same => n,Hangup()
`;
}
