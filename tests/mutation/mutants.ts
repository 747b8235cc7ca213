/**
 * Finds the places of a source file where one small change should make a test fail: operators, conditions, constants,
 * statements. Uses TypeScript's own parser, so that a mutant is always a program (if not always a typed one).
 */
import ts from "npm:typescript@5.9.3";

export interface Mutant {
  file: string;
  start: number;
  end: number;
  replacement: string;
  line: number;
  /** What was changed, for the report. */
  what: string;
}

const SWAPS: Partial<Record<ts.SyntaxKind, string[]>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ["!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ["==="],
  [ts.SyntaxKind.LessThanToken]: ["<=", ">="],
  [ts.SyntaxKind.LessThanEqualsToken]: ["<", ">"],
  [ts.SyntaxKind.GreaterThanToken]: [">=", "<="],
  [ts.SyntaxKind.GreaterThanEqualsToken]: [">", "<"],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ["||"],
  [ts.SyntaxKind.BarBarToken]: ["&&"],
  [ts.SyntaxKind.QuestionQuestionToken]: ["&&"],
  [ts.SyntaxKind.PlusToken]: ["-"],
  [ts.SyntaxKind.MinusToken]: ["+"],
  [ts.SyntaxKind.AsteriskToken]: ["/"],
  [ts.SyntaxKind.SlashToken]: ["*"],
  [ts.SyntaxKind.PercentToken]: ["*"],
  [ts.SyntaxKind.AmpersandToken]: ["|"],
  [ts.SyntaxKind.BarToken]: ["&"],
  [ts.SyntaxKind.PlusEqualsToken]: ["-="],
  [ts.SyntaxKind.MinusEqualsToken]: ["+="],
  [ts.SyntaxKind.QuestionQuestionEqualsToken]: ["="],
};

export function mutantsOf(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];
  const add = (node: { getStart(): number; end: number }, replacement: string, what: string) => {
    const start = node.getStart();
    const line = tree.getLineAndCharacterOfPosition(start).line + 1;
    mutants.push({ file, start, end: node.end, replacement, line, what });
  };
  const short = (node: ts.Node) => node.getText().replace(/\s+/g, " ").slice(0, 70);

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      for (const swap of SWAPS[node.operatorToken.kind] ?? []) {
        add(node.operatorToken, swap, `${short(node)}: ${node.operatorToken.getText()} → ${swap}`);
      }
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      add(node, `(${node.operand.getText()})`, `${short(node)}: negation dropped`);
    } else if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
    ) {
      const other = node.operator === ts.SyntaxKind.PlusPlusToken ? "--" : "++";
      const operand = node.operand.getText();
      const replacement = ts.isPrefixUnaryExpression(node) ? other + operand : operand + other;
      add(node, replacement, `${short(node)} → ${replacement}`);
    } else if (ts.isNumericLiteral(node) && !ts.isPropertyAssignment(node.parent.parent ?? node)) {
      add(node, `(${node.getText()} + 1)`, `${short(node.parent)}: ${node.getText()} → +1`);
    } else if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, "false", `${short(node.parent)}: true → false`);
    else if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, "true", `${short(node.parent)}: false → true`);
    else if (ts.isIfStatement(node) || ts.isWhileStatement(node)) {
      add(node.expression, "false", `${short(node.expression)} → false`);
      if (ts.isIfStatement(node)) add(node.expression, "true", `${short(node.expression)} → true`);
    } else if (ts.isConditionalExpression(node)) {
      add(node.condition, `!(${node.condition.getText()})`, `${short(node.condition)} ? negated`);
    } else if (ts.isExpressionStatement(node) && !isSuperCall(node)) {
      add(node, ";", `dropped: ${short(node)}`);
    } else if (ts.isContinueStatement(node) || ts.isBreakStatement(node)) add(node, ";", `dropped: ${short(node)}`);
    else if (ts.isReturnStatement(node) && insideVoid(node)) add(node, ";", `dropped: ${short(node)}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return mutants;
}

const isSuperCall = (node: ts.ExpressionStatement) => node.expression.getText().startsWith("super(");

/** A bare `return` that leaves early; one with a value is covered by what is in the value. */
const insideVoid = (node: ts.ReturnStatement) => node.expression === undefined || ts.isCallExpression(node.expression);
