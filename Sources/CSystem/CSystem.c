#include "CSystem.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>
#ifdef __FreeBSD__
#include <net/if.h>
#include <net/route.h>
#include <sys/procctl.h>
#else
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
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
// 0x40000000 is SCHED_RESET_ON_FORK. glibc declares that name only if _GNU_SOURCE is defined.
static const long urgent_policy = SCHED_FIFO | 0x40000000;

static void set_policy(long policy) {
  const int priority = policy == SCHED_OTHER ? 0 : 1;
  syscall(SYS_sched_setscheduler, 0, policy, &priority);
}

// The handler of SIGALRM. Leaves a policy that this file did not set.
static void end_urgency(int signal) {
  (void)signal;
  int before = errno;
  if (syscall(SYS_sched_getscheduler, 0) == urgent_policy) set_policy(SCHED_OTHER);
  errno = before;
}

void cs_set_urgent(bool is_urgent) {
  // Whoever gave this process another policy wants that one: leave it.
  if (syscall(SYS_sched_getscheduler, 0) != (is_urgent ? SCHED_OTHER : urgent_policy)) return;
  struct itimerval limit = {.it_value = {.tv_usec = is_urgent ? cs_urgency_limit : 0}};
  if (is_urgent) {
    struct sigaction ending = {.sa_handler = end_urgency, .sa_flags = SA_RESTART};
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    // Without a limit there must be no urgency.
    if (sigaction(SIGALRM, &ending, NULL) != 0 || pthread_sigmask(SIG_UNBLOCK, &alarm, NULL) != 0)
      return;
  }
  // The limit comes second: an ordinary process may stand so long that it would pass in between.
  set_policy(is_urgent ? urgent_policy : SCHED_OTHER);
  if (setitimer(ITIMER_REAL, &limit, NULL) != 0) set_policy(SCHED_OTHER);
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

// Runs in the child. Calls only functions that are safe between fork(2) and exec(2), since the
// process has other threads in the tests.
static void lock_as_child(int file, int outcome, pid_t parent) {
  int result = 0;
  // If the parent died before die_with_parent, no signal arrives, and getppid(2) returns another
  // process.
  if (die_with_parent() != 0 || getppid() != parent) _exit(1);
  // Close every other descriptor. Otherwise a lock that the parent releases, or a pipe that it
  // closes, would stay open in this child.
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

// Only the tests have several threads. The programs are linked without a thread library, so that
// FreeBSD's dynamic linker does not load libthr at every start. So these functions may be missing.
#pragma weak pthread_mutex_lock
#pragma weak pthread_mutex_unlock
static pthread_mutex_t exit_notice = PTHREAD_MUTEX_INITIALIZER;

void cs_lock_exit_notice(void) {
  if (pthread_mutex_lock) pthread_mutex_lock(&exit_notice);
}

void cs_unlock_exit_notice(void) {
  if (pthread_mutex_unlock) pthread_mutex_unlock(&exit_notice);
}

#ifdef __FreeBSD__
int cs_open_link_events(void) {
  int number = socket(PF_ROUTE, SOCK_RAW | SOCK_CLOEXEC, 0);
#ifdef SO_RERROR
  // Since FreeBSD 14: recv(2) fails with ENOBUFS if messages were lost. Otherwise the loss would
  // not be noticed.
  int is_on = 1;
  if (number != -1) setsockopt(number, SOL_SOCKET, SO_RERROR, &is_on, sizeof is_on);
#endif
  return number;
}

static bool is_about_link(const char *message, ssize_t size) {
  struct rt_msghdr head;
  size_t begin = offsetof(struct rt_msghdr, rtm_type) + sizeof head.rtm_type;
  if (size < (ssize_t)begin) return false;
  memcpy(&head, message, begin);
  return head.rtm_type == RTM_IFINFO || head.rtm_type == RTM_IFANNOUNCE;
}
#else
int cs_open_link_events(void) {
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
  int number = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (number != -1 && bind(number, (struct sockaddr *)&address, sizeof address) != 0) {
    int reason = errno;
    close(number);
    errno = reason;
    return -1;
  }
  return number;
}

// The group RTMGRP_LINK has no other messages.
static bool is_about_link(const char *message, ssize_t size) {
  (void)message, (void)size;
  return true;
}
#endif

int cs_take_link_events(int socket) {
  // recv(2) cuts off a longer message. Only its head is needed.
  char message[2048];
  bool found = false;
  while (true) {
    ssize_t size = recv(socket, message, sizeof message, MSG_DONTWAIT);
    if (size >= 0) {
      found = found || is_about_link(message, size);
    } else if (errno == ENOBUFS) {
      found = true;
    } else if (errno != EINTR) {
      return errno == EAGAIN || errno == EWOULDBLOCK ? found : -1;
    }
  }
}
