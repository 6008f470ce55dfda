"""Training and measuring the linear model. Nothing here is needed to run the site; fitting wants scikit-learn."""
