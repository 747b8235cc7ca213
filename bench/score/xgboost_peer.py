"""XGBoost beside us: reads {train, outcome, test} as JSON, rows of numbers and nulls; prints the test's probabilities."""
import json
import sys

import numpy as np
import xgboost as xgb

given = json.load(sys.stdin)
rows = lambda name: np.array(given[name], dtype=float)
settings = {
    "objective": "binary:logistic",
    "eta": 0.05,
    "max_depth": 4,
    "subsample": 0.8,
    "colsample_bytree": 0.6,
    "nthread": 1,
    "seed": 1,
}
model = xgb.train(settings, xgb.DMatrix(rows("train"), rows("outcome")), 250)
print(json.dumps(model.predict(xgb.DMatrix(rows("test"))).tolist()))
