// The function main of every program and override. The main.c of each product contains nothing but
// the line that includes this header. Its Swift module defines hyperv_vf_main.
#ifndef HYPERV_VF_PROGRAM_MAIN_H
#define HYPERV_VF_PROGRAM_MAIN_H

/// Runs the program and returns its exit status.
int hyperv_vf_main(int argc, char **argv);

int main(int argc, char **argv) { return hyperv_vf_main(argc, argv); }

#endif
