package io.gradstream.kafka.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Members end what their own dead have left open, and nobody else's. */
class LostMembersTest {
  @Test
  void member_isToldFromLearnersWhoseNameBeginsAsItsModels() {
    String member = LostMembers.newMember("flights");

    assertThat(LostMembers.isMember("flights", member)).isTrue();
    assertThat(LostMembers.isMember("flights", "flights")).isFalse();
    assertThat(LostMembers.isMember("flights", "flights-eu")).isFalse();
    assertThat(LostMembers.isMember("flights", LostMembers.newMember("flights-eu"))).isFalse();
    assertThat(LostMembers.isMember("flights-eu", member)).isFalse();
  }
}
