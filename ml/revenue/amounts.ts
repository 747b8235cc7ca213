/**
 * What won deals bring: by product where it has been won often enough, else as all. An open deal with an amount of its
 * own brings that, times what such promises turned out to be. Pure.
 */
import type { KnownDeal } from "@/ml/revenue/deals.ts";

/** Wins of a product from which on its own amounts count alone. */
const OWN_FROM = 15;
/** Latest wins that are looked at. */
const LATEST = 2_000;
/** Promises kept that are taken as given: a ratio learnt from few deals stays near one. */
const PROMISES = 10;

export interface Amounts {
  /** Expected amount if won. */
  mean(deal: Pick<KnownDeal, "stated" | "product">): number;
  /** An amount as one of those that came. */
  draw(deal: Pick<KnownDeal, "stated" | "product">, random: () => number): number;
  /** Won deals with an amount. */
  wins: number;
}

export function fitAmounts(deals: readonly KnownDeal[]): Amounts {
  const won = deals.filter(({ closed, amount }) => closed?.won && amount !== null)
    .sort((a, b) => b.closed!.day - a.closed!.day).slice(0, LATEST);
  const all = won.map(({ amount }) => amount!);
  const byProduct = new Map<string, number[]>();
  for (const { product, amount } of won) {
    if (product !== null) byProduct.set(product, [...byProduct.get(product) ?? [], amount!]);
  }
  const promised = won.filter(({ stated }) => stated !== null && stated > 0);
  const ratios = [...promised.map(({ amount, stated }) => amount! / stated!), ...new Array<number>(PROMISES).fill(1)];
  const kept = (sum(promised.map(({ amount }) => amount!)) + PROMISES * mean(all)) /
      (sum(promised.map(({ stated }) => stated!)) + PROMISES * mean(all)) || 1;
  const meanRatio = mean(ratios);
  const means = new Map([...byProduct].map(([product, list]) => [product, mean(list)]));
  const samples = (product: string | null) => {
    const own = product === null ? undefined : byProduct.get(product);
    return own && own.length >= OWN_FROM ? own : all;
  };
  return {
    wins: all.length,
    mean({ stated, product }) {
      if (stated !== null) return stated * kept;
      const list = samples(product);
      return list === all ? mean(all) : means.get(product!)!;
    },
    draw({ stated, product }, random) {
      if (stated !== null) return stated * kept * one(ratios, random) / meanRatio;
      return one(samples(product), random);
    },
  };
}

const one = (list: readonly number[], random: () => number) => list[Math.floor(random() * list.length)] ?? 0;
const sum = (list: readonly number[]) => list.reduce((all, value) => all + value, 0);
const mean = (list: readonly number[]) => list.length === 0 ? 0 : sum(list) / list.length;
