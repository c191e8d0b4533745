// RCConf
