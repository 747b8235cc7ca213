/** What a program without us would send for the same question, by the same rights: whole rows, 50 of them. */
import type { Reader } from "./site.ts";

const ORDER: Record<string, string> = {
  "-created": "created_at desc, id desc",
  created: "created_at, id",
  "-updated": "updated_at desc, id desc",
  name: "lower(name), id",
  "-name": "lower(name) desc, id desc",
};
const RIGHTS = "archived_at is null and (team_id = $1 or owner_id = $2)";
const NEWEST = "order by created_at desc, id desc limit 50";

export const SQL = {
  page: (reader: Reader, sort: string) => ({
    text: `select * from leads where ${RIGHTS} order by ${ORDER[sort]} limit 50`,
    values: [reader.team, reader.user],
  }),
  phone: (reader: Reader, digits: string) => ({
    text: `select * from leads where ${RIGHTS} and id in (select record_id from record_points
      where point like '%' || $3 || '%' and point like '+%') ${NEWEST}`,
    values: [reader.team, reader.user, digits],
  }),
  words: (reader: Reader, words: readonly string[]) => ({
    text: `select * from leads where ${RIGHTS} and words @@ $3::tsquery ${NEWEST}`,
    values: [
      reader.team,
      reader.user,
      words.map((word) => `'${word.toLowerCase().replaceAll("ё", "е")}':*`).join(" & "),
    ],
  }),
  /** The nearest words by likeness, then rows with any of them; without looking at keyboard or alphabet. */
  likeness: (reader: Reader, text: string) => {
    const words = text.toLowerCase().replaceAll("ё", "е").split(" ");
    const each = words.map((_, n) =>
      `words @@ coalesce((select string_agg('''' || word || ''':*', ' | ') from (select word from search_words
        where word % $${n + 3} order by similarity(word, $${n + 3}) desc limit 4) w), '''-''')::tsquery`
    );
    return {
      text: `select * from leads where ${RIGHTS} and ${each.join(" and ")} ${NEWEST}`,
      values: [reader.team, reader.user, ...words],
    };
  },
};
