/**
 * As whom the server runs. PostgreSQL refuses to run as root, so root runs it as `nobody`; everybody else as himself.
 * Owned by the supervisor; nothing else needs to know.
 */

export interface Identity {
  /** Set only when we are root and the server must be somebody else. */
  uid?: number;
  gid?: number;
}

/** Reads `nobody` from the passwd file; 65534 is what every distribution without such a line means by it. */
export function serverIdentity(): Identity {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return {};
  try {
    const line = Deno.readTextFileSync("/etc/passwd").split("\n").find((entry) => entry.startsWith("nobody:"));
    const [, , uid, gid] = line?.split(":") ?? [];
    // On macOS nobody is -2, which only a signed uid can hold.
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  } catch {
    // no passwd file: fall through to the usual number
  }
  return { uid: 65534, gid: 65534 };
}

/** Runs a program as the server's user with nothing of our own environment but what it needs. */
export async function run(
  program: string,
  options: { args: string[]; as: Identity; cwd?: string },
): Promise<{ code: number; output: string }> {
  const result = await new Deno.Command(program, {
    args: options.args,
    cwd: options.cwd ?? (Deno.build.os === "windows" ? undefined : "/"),
    clearEnv: Deno.build.os !== "windows",
    env: { PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options.as,
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code: result.code, output: decode(result.stdout) + decode(result.stderr) };
}

/** Whether the server's user can walk to a path and read it (npm's cache often lies under a closed home folder). */
export async function reachable(path: string, as: Identity): Promise<boolean> {
  if (as.uid === undefined) return true;
  const test = await run("test", { args: ["-r", path, "-a", "-x", path], as });
  return test.code === 0;
}

/** Makes a folder that only the server's user (and root) may enter. */
export async function makePrivate(path: string, as: Identity): Promise<void> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  if (Deno.build.os === "windows") return;
  if (as.uid !== undefined) await Deno.chown(path, as.uid, as.gid ?? as.uid);
  await Deno.chmod(path, 0o700);
}
