"""Metric: the numbers of a LIVE by name. The formula stands in the description of each."""

from __future__ import annotations

from loaders.words import Word
from resolvers.enums import describe


class Metric(Word):
    """A number of a LIVE."""

    DIRECT_GMV = "DIRECT_GMV"
    ATTRIBUTED_GMV = "ATTRIBUTED_GMV"
    GMV_WITHIN_24H = "GMV_WITHIN_24H"
    REFUND_AMOUNT = "REFUND_AMOUNT"
    ESTIMATED_COMMISSION = "ESTIMATED_COMMISSION"
    SKU_ORDERS = "SKU_ORDERS"
    MAIN_ORDERS = "MAIN_ORDERS"
    ITEMS_SOLD = "ITEMS_SOLD"
    UNIQUE_BUYERS = "UNIQUE_BUYERS"
    AVERAGE_ORDER_VALUE = "AVERAGE_ORDER_VALUE"
    GMV_PER_HOUR = "GMV_PER_HOUR"
    IMPRESSIONS = "IMPRESSIONS"
    IMPRESSIONS_PER_HOUR = "IMPRESSIONS_PER_HOUR"
    ENTER_ROOM_RATE = "ENTER_ROOM_RATE"
    VIEWS = "VIEWS"
    UNIQUE_VIEWERS = "UNIQUE_VIEWERS"
    PEAK_CONCURRENT_VIEWERS = "PEAK_CONCURRENT_VIEWERS"
    AVERAGE_CONCURRENT_VIEWERS = "AVERAGE_CONCURRENT_VIEWERS"
    AVG_WATCH_SECONDS_PER_VIEW = "AVG_WATCH_SECONDS_PER_VIEW"
    SHOW_GPM = "SHOW_GPM"
    WATCH_GPM = "WATCH_GPM"
    AIR_SECONDS = "AIR_SECONDS"
    PRODUCT_IMPRESSIONS = "PRODUCT_IMPRESSIONS"
    PRODUCT_CLICKS = "PRODUCT_CLICKS"
    PRODUCT_CTR = "PRODUCT_CTR"
    LIVE_CTR = "LIVE_CTR"
    CLICK_TO_ORDER_RATE = "CLICK_TO_ORDER_RATE"
    ADD_TO_CARTS = "ADD_TO_CARTS"
    LIKES = "LIKES"
    COMMENTS = "COMMENTS"
    SHARES = "SHARES"
    NEW_FOLLOWERS = "NEW_FOLLOWERS"
    COMMENT_RATE = "COMMENT_RATE"
    FOLLOW_RATE = "FOLLOW_RATE"
    NEGATIVE_FEEDBACK_RATE = "NEGATIVE_FEEDBACK_RATE"
    UNKNOWN = "UNKNOWN"


describe(
    Metric,
    "A number of a LIVE. Each definition has a name of its own: no two numbers share one.",
    DIRECT_GMV="Paid for orders placed straight from this LIVE; refunds are still in it.",
    ATTRIBUTED_GMV="Direct GMV, and orders placed elsewhere within 14 days of a click here.",
    GMV_WITHIN_24H="Paid within 24 hours of viewing this LIVE; complete a day after its end.",
    REFUND_AMOUNT="Refunds of orders that are in direct GMV.",
    ESTIMATED_COMMISSION="What the creator may be paid; refunds and settlement change it.",
    SKU_ORDERS="Distinct SKU lines in paid orders.",
    MAIN_ORDERS="Checkouts that were paid.",
    ITEMS_SOLD="Items in paid orders.",
    UNIQUE_BUYERS="People who paid; each counts once, so LIVEs cannot be added up.",
    AVERAGE_ORDER_VALUE="Direct GMV / main orders.",
    GMV_PER_HOUR="Direct GMV / hours on air.",
    IMPRESSIONS="Times that the LIVE was shown to somebody.",
    IMPRESSIONS_PER_HOUR="Impressions / hours on air.",
    ENTER_ROOM_RATE="Views / impressions.",
    VIEWS="Times that somebody entered; who comes twice counts twice.",
    UNIQUE_VIEWERS="People who entered; each counts once, so LIVEs cannot be added up.",
    PEAK_CONCURRENT_VIEWERS="PCU: the most viewers at one moment.",
    AVERAGE_CONCURRENT_VIEWERS="ACU: viewers at a moment, averaged over the time on air.",
    AVG_WATCH_SECONDS_PER_VIEW="Seconds watched / views.",
    SHOW_GPM="Direct GMV / impressions x 1,000.",
    WATCH_GPM="Direct GMV / views x 1,000.",
    AIR_SECONDS="Time on air; pauses are not in it.",
    PRODUCT_IMPRESSIONS="Times that a product was shown, in the list or on a card.",
    PRODUCT_CLICKS="Clicks on a product, in the list or on a card.",
    PRODUCT_CTR="Product clicks / product impressions.",
    LIVE_CTR="CTR of the LIVE: product clicks / views.",
    CLICK_TO_ORDER_RATE="CTOR: SKU orders / product clicks.",
    ADD_TO_CARTS="Times that a product was put into a cart.",
    LIKES="Likes given.",
    COMMENTS="Comments written.",
    SHARES="Times that the LIVE was shared.",
    NEW_FOLLOWERS="People who began to follow during the LIVE.",
    COMMENT_RATE="Comments / views.",
    FOLLOW_RATE="New followers / views.",
    NEGATIVE_FEEDBACK_RATE="Reports and not-interested marks / views; lower is better.",
    UNKNOWN="A number that this version of the API has no name for yet.",
)
