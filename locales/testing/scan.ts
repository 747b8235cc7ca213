/** Reads source files for what the catalogues must hold and for text that a person would read. For tests only. */
import ts from "npm:typescript@5.9.3";

export interface Found {
  line: number;
  text: string;
}

export interface Scan {
  /** Keys in `t("…")`, `useT()("…")`. */
  keys: Found[];
  /** Beginnings of keys in t(`room.${…}`). */
  prefixes: Found[];
  /** String, template and JSX text with Cyrillic letters. */
  cyrillic: Found[];
  /** Latin words between tags or in attributes that people read. */
  visible: Found[];
}

const READ_ATTRIBUTES = new Set(["title", "placeholder", "alt", "label", "aria-label", "aria-description", "summary"]);
/** Two letters in a row: single letters and signs are symbols, `+7` is a number. */
const WORD = /\p{L}{2,}/u;

export function scan(path: string, source: string): Scan {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, kind);
  const found: Scan = { keys: [], prefixes: [], cyrillic: [], visible: [] };
  const at = (node: ts.Node, text: string): Found => ({
    line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
    text: text.trim(),
  });

  const visit = (node: ts.Node): void => {
    const text = literalText(node);
    if (text !== undefined && /\p{Script=Cyrillic}/u.test(text)) found.cyrillic.push(at(node, text));
    if (ts.isJsxText(node) && WORD.test(node.text)) found.visible.push(at(node, node.text));
    if (ts.isJsxAttribute(node) && READ_ATTRIBUTES.has(node.name.getText(file))) {
      const value = node.initializer;
      const inner = value && ts.isJsxExpression(value) ? value.expression : value;
      if (inner && ts.isStringLiteralLike(inner) && WORD.test(inner.text)) found.visible.push(at(node, inner.text));
    }
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression)) {
      const parent = node.parent;
      if (!ts.isJsxAttribute(parent) && WORD.test(node.expression.text)) {
        found.visible.push(at(node, node.expression.text));
      }
    }
    if (ts.isCallExpression(node)) keysOf(node);
    ts.forEachChild(node, visit);
  };

  const keysOf = (call: ts.CallExpression): void => {
    const callee = call.expression;
    const translates = ts.isIdentifier(callee) ? callee.text === "t" : ts.isCallExpression(callee) &&
      ts.isIdentifier(callee.expression) && ["t", "useT"].includes(callee.expression.text);
    if (translates) { for (const argument of call.arguments.slice(0, 1)) keyIn(argument); }
  };
  const keyIn = (node: ts.Expression): void => {
    if (ts.isStringLiteralLike(node)) {
      // `t("ru")` chooses a language.
      if (node.text.includes(".")) found.keys.push(at(node, node.text));
    } else if (ts.isTemplateExpression(node)) found.prefixes.push(at(node, node.head.text));
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(keyIn);
    else if (ts.isParenthesizedExpression(node)) keyIn(node.expression);
  };

  visit(file);
  return found;
}

function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.text;
  if (
    node.kind === ts.SyntaxKind.TemplateHead || node.kind === ts.SyntaxKind.TemplateMiddle ||
    node.kind === ts.SyntaxKind.TemplateTail
  ) return (node as ts.TemplateLiteralLikeNode).text;
}
