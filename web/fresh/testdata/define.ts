import { createDefine } from "fresh";

export interface State {
  trail: string[];
  shared?: string;
}

export const define = createDefine<State>();
