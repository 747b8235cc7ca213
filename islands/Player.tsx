/**
 * Plays a recording with its waveform. The peaks are computed here from the audio itself, when it is small enough to be
 * decoded; else there is a plain seek bar.
 */
import { Pause, Play } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { barsPath, LARGEST_AUDIO_BYTES, peaksOf } from "@/components/calls/peaks.ts";
import { clock } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const COLUMNS = 240;
const SPEEDS = [1, 1.25, 1.5, 2];

export default function Player(props: { src: string; seconds: number }) {
  const t = useT();
  const audio = useRef<HTMLAudioElement>(null);
  const [path, setPath] = useState("");
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(props.seconds);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    void drawPeaks(props.src, stop.signal).then(setPath).catch(() => {});
    return () => stop.abort();
  }, [props.src]);

  const seek = (to: number) => {
    if (audio.current) audio.current.currentTime = to;
    setAt(to);
  };
  const toggle = () => {
    if (playing) audio.current?.pause();
    else void audio.current?.play().catch(() => setFailed(true));
  };
  const share = length > 0 ? Math.min(1, at / length) * COLUMNS : 0;
  return (
    <div class="player">
      <audio
        ref={audio}
        src={props.src}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={(event) =>
          Number.isFinite(event.currentTarget.duration) && setLength(event.currentTarget.duration)}
        onError={() => setFailed(true)}
      />
      <button
        type="button"
        class="btn primary icon play"
        aria-label={t(playing ? "history.player.pause" : "history.player.play")}
        onClick={toggle}
        disabled={failed}
      >
        {playing ? <Pause size={19} aria-hidden="true" /> : <Play size={19} aria-hidden="true" />}
      </button>
      <div class="wave" data-plain={path ? undefined : "true"}>
        {path && (
          <>
            <svg viewBox={`0 0 ${COLUMNS} 100`} preserveAspectRatio="none" aria-hidden="true">
              <path d={path} stroke-width="0.62" />
            </svg>
            <svg class="played" viewBox={`0 0 ${COLUMNS} 100`} preserveAspectRatio="none" aria-hidden="true">
              <clipPath id="played">
                <rect width={share} height="100" />
              </clipPath>
              <path d={path} stroke-width="0.62" clip-path="url(#played)" />
            </svg>
          </>
        )}
        <input
          type="range"
          min={0}
          max={length || 1}
          step={0.1}
          value={at}
          aria-label={t("history.player.seek")}
          aria-valuetext={t("history.player.position", { at: clock(at * 1000), length: clock(length * 1000) })}
          onInput={(event) => seek(Number(event.currentTarget.value))}
        />
        <span class="ring" />
      </div>
      <span class="row">
        <span class="nowrap">{clock(at * 1000)} / {clock(length * 1000)}</span>
        <button
          type="button"
          class="btn small"
          aria-label={`${t("history.player.speed")} ${speed}×`}
          onClick={() => {
            const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
            setSpeed(next);
            if (audio.current) audio.current.playbackRate = next;
          }}
        >
          {speed}×
        </button>
      </span>
      {failed && <p class="note-box" data-tone="warn" role="alert">{t("history.player.failed")}</p>}
    </div>
  );
}

async function drawPeaks(src: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(src, { signal, credentials: "same-origin" });
  if (!response.ok || Number(response.headers.get("content-length") ?? 0) > LARGEST_AUDIO_BYTES) {
    await response.body?.cancel();
    return "";
  }
  const context = new OfflineAudioContext(1, 1, 8_000);
  const decoded = await context.decodeAudioData(await response.arrayBuffer());
  return barsPath(peaksOf(decoded.getChannelData(0), COLUMNS));
}
