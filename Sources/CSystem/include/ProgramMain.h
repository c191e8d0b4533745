// The entry of every program and override, whatever it is built with: a product's main.c is this
// one line, and its Swift module exports the function.
#ifndef HYPERV_VF_PROGRAM_MAIN_H
#define HYPERV_VF_PROGRAM_MAIN_H

/// Runs the program; the exit status.
int hyperv_vf_main(int argc, char **argv);

int main(int argc, char **argv) { return hyperv_vf_main(argc, argv); }

#endif
