/** XML as a stream of events, bounded: parts of .xlsx come from strangers. */
import { SaxesParser } from "saxes";
import { damaged, FileError, tooLarge } from "@/crm/import/files/types.ts";

/** Names come without their prefix: some programs write `x:row`, some `row`. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Text without a tag in it that we hold at most; a cell has 32,767 characters. */
const SILENCE = 4_194_304;

/**
 * Feeds the handler; yields after each chunk, so that the caller can hand on what has been gathered.
 * @throws {FileError} no well-formed XML, or with a document type (which no part of .xlsx has; entities in it are the
 * “billion laughs”)
 */
export async function* parseXml(source: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false, xmlns: false });
  let silence = 0;
  parser.on("doctype", () => {
    throw damaged();
  });
  parser.on("opentag", (tag) => {
    silence = 0;
    handler.open?.(local(tag.name), tag.attributes);
  });
  parser.on("text", (text: string) => handler.text?.(text));
  parser.on("cdata", (text: string) => handler.text?.(text));
  parser.on("closetag", (tag) => {
    silence = 0;
    handler.close?.(local(tag.name));
  });
  let decoder: TextDecoder | undefined;
  for await (const chunk of source) {
    decoder ??= new TextDecoder(chunk[0] === 0xff ? "utf-16le" : chunk[0] === 0xfe ? "utf-16be" : "utf-8");
    silence += chunk.length;
    feed(parser, decoder.decode(chunk, { stream: true }));
    if (silence > SILENCE) throw tooLarge(SILENCE);
    yield;
  }
  feed(parser, null);
  yield;
}

/** Reads a small part to its end. */
export async function readXml(source: AsyncIterable<Uint8Array>, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(source, handler));
}

/** null: the end. saxes throws plain errors; those of the handler pass as they are. */
function feed(parser: SaxesParser<{ position: false; xmlns: false }>, text: string | null): void {
  try {
    if (text === null) parser.close();
    else parser.write(text);
  } catch (error) {
    throw error instanceof FileError || (error as Error).constructor !== Error ? error : damaged();
  }
}

function local(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** An attribute whatever its prefix: `r:id` is `ns1:id` in files of some programs. */
export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  for (const key in attributes) if (local(key) === name) return attributes[key];
}
