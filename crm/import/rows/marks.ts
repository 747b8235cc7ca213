/** Words of a value map that are no texts: signs that no cell of a table holds alone. Holds no code. */

/** The row is nobody's, though importing it would make it the importer's. */
export const NOBODY = "∅";
/** Nobody's, and the cell's text goes to an own field (`ImportColumn.keep`). */
export const KEEP = "≡";
