#include "CSystem.h"

#include <pthread.h>
#ifdef __FreeBSD__
#include <sys/procctl.h>
#else
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

int cs_pipe(int ends[2], int flags) { return pipe2(ends, flags | O_CLOEXEC); }

int cs_spawn_close_from(struct cs_spawn *spawn, int lowest) {
#if defined(__FreeBSD__) || defined(__GLIBC__)
  return posix_spawn_file_actions_addclosefrom_np(&spawn->actions, lowest);
#else
  (void)spawn, (void)lowest;
  return 0;
#endif
}

#ifdef __FreeBSD__
void cs_set_urgent(bool is_urgent) { (void)is_urgent; }
#else
void cs_set_urgent(bool is_urgent) {
  // SCHED_RESET_ON_FORK, which glibc shows to who defines _GNU_SOURCE alone.
  const long urgent = SCHED_FIFO | 0x40000000;
  const int priority = is_urgent ? 1 : 0;
  // Whoever gave this process another policy has his reasons.
  long policy = syscall(SYS_sched_getscheduler, 0);
  if (policy != (is_urgent ? SCHED_OTHER : urgent)) return;
  syscall(SYS_sched_setscheduler, 0, is_urgent ? urgent : SCHED_OTHER, &priority);
}
#endif

short cs_spawn_session(void) {
#ifdef POSIX_SPAWN_SETSID
  return POSIX_SPAWN_SETSID;
#else
  return 0;
#endif
}

#ifdef __FreeBSD__
static int die_with_parent(void) {
  int signal = SIGKILL;
  return procctl(P_PID, 0, PROC_PDEATHSIG_CTL, &signal);
}
#else
static int die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }
#endif

// Only what is safe between fork(2) and exec(2): in the tests there are other threads.
static void lock_as_child(int file, int outcome, pid_t parent) {
  int result = 0;
  // The parent may have died before.
  if (die_with_parent() != 0 || getppid() != parent) _exit(1);
  // A lock of this process's that its parent lets go, or a pipe that it closes, is not to stay.
  for (int number = 0; number < 256; number++) {
    if (number != file && number != outcome) close(number);
  }
  while ((result = flock(file, LOCK_EX)) != 0 && errno == EINTR) {}
  if (result != 0) result = errno;
  _exit(write(outcome, &result, sizeof result) == sizeof result ? 0 : 1);
}

pid_t cs_lock_in_child(int file, int outcome) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) lock_as_child(file, outcome, parent);
  return child;
}

// Only a process with a library of threads has several: the tests. The programs do without, which
// spares FreeBSD's dynamic linker libthr at every start, so that these may be missing.
#pragma weak pthread_mutex_lock
#pragma weak pthread_mutex_unlock
static pthread_mutex_t exit_notice = PTHREAD_MUTEX_INITIALIZER;

void cs_lock_exit_notice(void) {
  if (pthread_mutex_lock) pthread_mutex_lock(&exit_notice);
}

void cs_unlock_exit_notice(void) {
  if (pthread_mutex_unlock) pthread_mutex_unlock(&exit_notice);
}
