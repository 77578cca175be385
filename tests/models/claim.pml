/* The claim of one message by workers that may be killed, and may outlive their lease. The protocol is that of
   govflow/record/outbox.py and govflow/acts/delivering.py: claim with a lease, look whether it is still needed, send, mark.

   ASK:   the sender can be asked, before a second try, whether the first was sent.
   HASTY: mark before sending, which the model must find wrong.
   BLIND: mark without looking who holds it, which the model must find wrong. */

#define WORKERS 2
#define KILLS 2
#define OUTLIVED 2

mtype = { due, sending, sent, cancelled };

mtype state = due;
byte owner = 0, attempt = 0;     /* of the row: who holds it, and which try this is */
bool lease = false;              /* whether the holder's lease still runs */
bool dead = false;               /* whether the holder was killed */
bool needed = true;              /* whether the person still owes something */

byte sends = 0;                  /* what really went out */
byte kills = 0, outlived = 0;    /* what has gone wrong so far */
byte early = 0;                  /* leases that ended before their holder had sent */
byte marks = 0;                  /* how often the row came to its end */
bool has_sent[WORKERS + 1];

inline claim(mine) {
  atomic {
    (state == due || (state == sending && !lease)) ->
    state = sending; owner = _pid; attempt++; mine = attempt; lease = true; dead = false; has_sent[_pid] = false
  }
}

inline mark(as, mine) {
  atomic {
    if
#ifdef BLIND
    :: true -> state = as; marks++
#else
    :: (state == sending && owner == _pid && attempt == mine) -> state = as; lease = false; marks++
    :: else -> skip
#endif
    fi
  }
}

inline die(mine) {
  atomic { (kills < KILLS) -> kills++; if :: (owner == _pid && attempt == mine) -> dead = true :: else -> skip fi }
}

inline really_send() {
  atomic { sends++; has_sent[_pid] = true }
}

active [WORKERS] proctype worker() {
  byte mine = 0;
  bool skip_it = false;
again:
  if
  :: (state == sent || state == cancelled) -> goto done
  :: claim(mine)
  fi;
  if
  :: !needed -> mark(cancelled, mine); goto again
  :: needed -> skip
  fi;
#ifdef HASTY
  mark(sent, mine);
#endif
  skip_it = false;
#ifdef ASK
  atomic { if :: (attempt > 1 && sends > 0) -> skip_it = true :: else -> skip fi };
#endif
  if
  :: die(mine); goto again                                     /* killed before it sent */
  :: skip_it -> skip
  :: !skip_it -> really_send()
  fi;
  if
  :: die(mine); goto again                                     /* killed after it sent */
  :: true -> skip
  fi;
#ifndef HASTY
  mark(sent, mine);
#endif
  goto again;
done:
  skip
}

/* A lease ends by itself: usually because its holder is dead, sometimes although it is only slow. */
active proctype clock() {
  do
  :: atomic { (state == sending && lease && dead) -> lease = false }
  :: atomic { (state == sending && lease && !dead && outlived < OUTLIVED) ->
       lease = false; outlived++; if :: !has_sent[owner] -> early++ :: else -> skip fi }
  :: (state == sent || state == cancelled) -> break
  od
}

active proctype person() {
  if
  :: needed = false
  :: skip
  fi
}

#ifdef ASK
#define LIMIT (1 + early)
#else
#define LIMIT (1 + kills + outlived)
#endif

active proctype judge() {
  (state == sent || state == cancelled);
  assert(state == cancelled || sends >= 1);          /* nothing is marked as sent that was not */
  assert(sends <= LIMIT);                            /* no more twice than what went wrong explains */
  assert(marks == 1)                                 /* whoever lost its lease changes nothing */
}

/* Nothing is lost: while a lease that ended can be taken, every message comes to its end. */
ltl comes_to_an_end { <> (state == sent || state == cancelled) }
