# Peers of `deno task bench:forecast`: R's forecast package on the same folds, told the same calendar.
# Rscript peers.R calls.csv calendar.csv out.csv; days are those of an ordinary week in their order, closed ones filled
# with the same weekday of an earlier week, as these models need a whole grid; so are single missing intervals.
suppressMessages(library(forecast))
args <- commandArgs(TRUE)
calls <- read.csv(args[1]); calendar <- read.csv(args[2])
slots <- max(calls$slot); days <- nrow(calendar); week <- calendar$week[1]
Y <- matrix(calls$calls, ncol = slots, byrow = TRUE)
known <- calendar$known == 1
X <- as.matrix(calendar[, grepl("^x", names(calendar)), drop = FALSE])
filled <- Y
for (d in 1:days) {
  source <- d
  while (source > 0 && !known[source]) source <- source - week
  if (source < 1) source <- which(known)[1]
  filled[d, ] <- Y[source, ]
  holes <- which(is.na(filled[d, ]))
  if (d > week) filled[d, holes] <- filled[d - week, holes]
  filled[d, is.na(filled[d, ])] <- mean(Y[source, ], na.rm = TRUE)
}
test <- which(calendar$test == 1 & known)
P <- slots * week
rows <- list()
origins <- function(kind) {
  if (kind == "1d") return(lapply(test, function(d) list(known = d - 1, asked = d)))
  lapply(split(test, calendar$monday[test]), function(asked) list(known = min(which(calendar$monday == calendar$monday[asked[1]])) - 1, asked = asked))
}
run <- function(name, model) for (kind in c("1d", "1w")) {
  began <- proc.time()[1]; fits <- 0
  for (o in origins(kind)) {
    ahead <- max(o$asked) - o$known
    f <- tryCatch(pmax(model(o$known, ahead), 0), error = function(e) { message(name, ": ", conditionMessage(e)); NULL })
    fits <- fits + 1
    if (is.null(f)) next
    for (d in o$asked) {
      told <- f[((d - o$known - 1) * slots + 1):((d - o$known) * slots)]
      rows[[length(rows) + 1]] <<- data.frame(name = name, kind = kind, day = d, slot = 1:slots, expected = told, cpu = NA)
    }
  }
  rows[[length(rows) + 1]] <<- data.frame(name = name, kind = kind, day = 0, slot = 0, expected = 0, cpu = (proc.time()[1] - began) / fits)
  message(name, " ", kind)
}
long <- function(upto) as.vector(t(filled[1:upto, , drop = FALSE]))
course <- function(upto, d) {
  same <- tail(which(known[1:upto] & calendar$weekday[1:upto] == calendar$weekday[d]), 8)
  s <- colSums(filled[same, , drop = FALSE]); s / sum(s)
}
spread <- function(totals, upto) unlist(lapply(seq_along(totals), function(i) totals[i] * course(upto, upto + i)))
run("snaive", function(upto, h) as.numeric(snaive(ts(long(upto), frequency = P), h = h * slots)$mean))
run("stlm", function(upto, h) as.numeric(forecast(stlm(msts(long(upto) + 1, c(slots, P)), lambda = 0, method = "arima", s.window = 7), h = h * slots)$mean) - 1)
run("ets-course", function(upto, h) spread(as.numeric(forecast(ets(ts(rowSums(filled[1:upto, ]) + 1, frequency = week), lambda = 0), h = h)$mean), upto))
run("arima-calendar-course", function(upto, h) {
  columns <- cbind(model.matrix(~ factor(calendar$weekday))[, -1, drop = FALSE], X)
  past <- columns[1:upto, , drop = FALSE]
  varies <- which(apply(past, 2, sd) > 0)
  basis <- qr(cbind(1, past[, varies, drop = FALSE]))
  keep <- varies[setdiff(basis$pivot[1:basis$rank], 1) - 1]
  m <- auto.arima(ts(rowSums(filled[1:upto, ]) + 1, frequency = week), xreg = past[, keep, drop = FALSE], seasonal = FALSE, lambda = 0)
  spread(as.numeric(forecast(m, xreg = columns[(upto + 1):(upto + h), keep, drop = FALSE])$mean), upto)
})
harmonic <- function(withCalendar) { last <- NULL; function(upto, h) {
  y <- msts(long(upto) + 1, c(slots, P)); K <- c(min(8, slots %/% 2), min(10, P %/% 2))
  past <- fourier(y, K = K); ahead <- fourier(y, K = K, h = h * slots)
  if (withCalendar) {
    by <- function(from, to) X[rep(from:to, each = slots), , drop = FALSE]
    past <- cbind(past, by(1, upto)); ahead <- cbind(ahead, by(upto + 1, upto + h))
  }
  varies <- which(apply(past, 2, sd) > 0)
  basis <- qr(cbind(1, past[, varies]))
  keep <- varies[setdiff(basis$pivot[1:basis$rank], 1) - 1]
  # Orders are chosen once a week, coefficients kept: a search for each day takes hours.
  m <- if (!is.null(last) && last$week == calendar$monday[upto] && identical(last$keep, keep)) Arima(y, xreg = past[, keep], model = last$m)
       else auto.arima(y, xreg = past[, keep], seasonal = FALSE, lambda = 0, max.p = 3, max.q = 2, max.d = 0)
  last <<- list(week = calendar$monday[upto], keep = keep, m = m)
  as.numeric(forecast(m, xreg = ahead[, keep, drop = FALSE])$mean) - 1
} }
# With five-minute intervals a week has some thousand of them: one fit of these takes hours.
fine <- P > 400
if (fine) message("left out, as a week has ", P, " intervals: harmonic regressions, tbats")
if (!fine) run("harmonic-regression", harmonic(FALSE))
if (!fine) run("harmonic-regression-calendar", harmonic(TRUE))
if (!fine) run("tbats", local({ first <- NULL; function(upto, h) {
  y <- msts(long(upto) + 1, c(slots, P))
  m <- if (is.null(first)) tbats(y, use.parallel = FALSE, use.box.cox = FALSE, use.trend = FALSE) else tbats(y, model = first)
  if (is.null(first)) first <<- m
  as.numeric(forecast(m, h = h * slots)$mean) - 1
} }))
write.csv(do.call(rbind, rows), args[3], row.names = FALSE)
